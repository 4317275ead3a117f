namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The places that were given to messages to one domain, a line for each lane: one that somebody waits for does not stand
/// behind bulk mail. Not safe for concurrent use.
/// </summary>
internal sealed class DomainPlan
{
    /// <summary>How far ahead is planned while the pace is only an estimate.</summary>
    internal static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BeyondHorizon = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<Lane, Spacing> _lines = Enum.GetValues<Lane>().ToDictionary(lane => lane, _ => new Spacing());
    private readonly Spacing _later = new();

    /// <summary>Whether no place is still to come.</summary>
    internal bool IsEmpty(DateTimeOffset now) => _lines.Values.All(line => line.Due(now) == now);

    /// <summary>When the next place of a lane is: now, or in the future.</summary>
    internal DateTimeOffset Due(Lane lane, DateTimeOffset now) => _lines[lane].Due(now);

    /// <summary>Gives out no place of a lane before this.</summary>
    internal void NotBefore(Lane lane, DateTimeOffset time) => _lines[lane].NotBefore(time);

    /// <summary>Gives out the next place of a lane.</summary>
    internal DateTimeOffset Reserve(Lane lane, DateTimeOffset now, TimeSpan interval) => _lines[lane].Reserve(now, interval);

    /// <summary>
    /// Gives out the next place of a lane at a pace that is only an estimate: not much later than the horizon, seen from the
    /// time at which something may go at all, because by then it may have recovered.
    /// </summary>
    internal DateTimeOffset Estimate(Lane lane, DateTimeOffset now, TimeSpan interval, DateTimeOffset from)
    {
        var furthest = (from > now ? from : now) + Horizon;
        if (Due(lane, now) <= furthest)
            return Reserve(lane, now, interval);
        _later.NotBefore(furthest);
        return _later.Reserve(now, BeyondHorizon);
    }
}
