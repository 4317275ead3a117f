using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// What a sender has claimed and no connection has taken yet, a line for each lane; the transactional one goes first.
/// Short, so that a lease seldom ends in it.
/// </summary>
internal sealed class ClaimedQueue(int connections)
{
    private readonly Channel<ClaimedDelivery> _transactional = Line(connections);
    private readonly Channel<ClaimedDelivery> _bulk = Line(Math.Max(2 * connections, 32));

    /// <summary>Adds one, and waits while its line is full.</summary>
    internal ValueTask PutAsync(Lane lane, ClaimedDelivery delivery, CancellationToken cancellationToken) =>
        Of(lane).Writer.WriteAsync(delivery, cancellationToken);

    /// <summary>How many wait in a line.</summary>
    internal int Count(Lane lane) => Of(lane).Reader.Count;

    /// <summary>Takes the next one, if there is one.</summary>
    internal bool TryTake(bool transactionalOnly, [NotNullWhen(true)] out ClaimedDelivery? delivery)
    {
        if (_transactional.Reader.TryRead(out delivery))
            return true;
        return !transactionalOnly && _bulk.Reader.TryRead(out delivery);
    }

    /// <summary>Waits until there may be one.</summary>
    /// <returns>False when no more will come.</returns>
    internal async Task<bool> WaitAsync(bool transactionalOnly, CancellationToken cancellationToken)
    {
        if (transactionalOnly)
            return await _transactional.Reader.WaitToReadAsync(cancellationToken);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(
            _transactional.Reader.WaitToReadAsync(enough.Token).AsTask(), _bulk.Reader.WaitToReadAsync(enough.Token).AsTask());
        await enough.CancelAsync();
        return await first;
    }

    /// <summary>Nothing more comes.</summary>
    internal void Complete()
    {
        _transactional.Writer.Complete();
        _bulk.Writer.Complete();
    }

    private Channel<ClaimedDelivery> Of(Lane lane) => lane == Lane.Transactional ? _transactional : _bulk;

    private static Channel<ClaimedDelivery> Line(int length) =>
        Channel.CreateBounded<ClaimedDelivery>(new BoundedChannelOptions(length) { SingleWriter = true });
}
