using System.Collections.Concurrent;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The prepared messages of one variant: one per list and shape of recipient, made when the first such recipient comes.
/// Thread-safe.
/// </summary>
internal sealed class PreparedShapes
{
    private readonly ConcurrentDictionary<(ListId? List, int Shape), PreparedMessage?> _shapes = new();
    private readonly Lock _preparing = new();

    /// <summary>What was prepared for a shape, which is null where it is rendered in full; false when nobody tried yet.</summary>
    internal bool TryGet(ListId? list, int shape, out PreparedMessage? prepared)
        => _shapes.TryGetValue((list, shape), out prepared);

    /// <summary>Prepares it, once for all who ask at the same time.</summary>
    internal PreparedMessage? Add(ListId? list, int shape, Func<PreparedMessage?> prepare)
    {
        lock (_preparing)
        {
            if (!_shapes.TryGetValue((list, shape), out var prepared))
                _shapes[(list, shape)] = prepared = prepare();
            return prepared;
        }
    }
}
