namespace DigiOne.Outreach.Deliveries;

/// <summary>What a connection that found no delivery waits for: a time, and what may end it before.</summary>
internal sealed record Waiting(TimeSpan Longest)
{
    /// <summary>Nothing: it looks again.</summary>
    internal static readonly Waiting No = new(TimeSpan.Zero);

    /// <summary>A delivery in the queue.</summary>
    internal static readonly Waiting ForAny = new(Timeout.InfiniteTimeSpan);

    /// <summary>A delivery in this line.</summary>
    internal Lane? Queue { get; init; }

    /// <summary>Another route's move.</summary>
    internal bool ForShare { get; init; }
}
