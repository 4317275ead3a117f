using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Whether this process can write claims, intents and outcomes: nothing leaves while it cannot. Pages show it, and readiness
/// fails.
/// </summary>
internal sealed class LedgerHealth(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly HashSet<object> _failing = [];
    private volatile LedgerTrouble? _last;

    /// <summary>The newest trouble, over or not; null where there was none since the process started.</summary>
    internal LedgerTrouble? Last => _last;

    /// <summary>The trouble that lasts; null while all is well.</summary>
    internal LedgerTrouble? Now => _last is { Until: null } lasting ? lasting : null;

    /// <summary>One of those who write could not, and tries again. Once is no trouble: who lost a deadlock succeeds at once.</summary>
    internal void Failed(object writer, Exception failure)
    {
        lock (_lock)
            if (!_failing.Add(writer))
                _last = new LedgerTrouble(Now?.Since ?? clock.GetUtcNow(), DatabaseFailure.TroubleOf(failure), DatabaseFailure.WordsOf(failure));
    }

    /// <summary>It could, or had nothing to write.</summary>
    internal void Succeeded(object writer)
    {
        lock (_lock)
            if (_failing.Remove(writer) && _failing.Count == 0 && Now is { } over)
                _last = over with { Until = clock.GetUtcNow() };
    }
}

/// <summary>That nothing could be written.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Why">Why.</param>
/// <param name="Said">What the database said of it last.</param>
internal sealed record LedgerTrouble(DateTimeOffset Since, DatabaseTrouble Why, string Said)
{
    /// <summary>When it was over; null while it lasts.</summary>
    internal DateTimeOffset? Until { get; init; }
}
