namespace DigiOne.Outreach.Nodes;

/// <summary>
/// What the database knows about itself, in one row: which one it is, and how far it has come. Compared with what stands
/// outside it, this tells a restored or copied database from one that only was not running.
/// </summary>
public sealed class Generation
{
    /// <summary>The only row's number.</summary>
    internal const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public int Id { get; init; } = TheOne;

    /// <summary>Which database this is, as <see cref="DatabaseIdentity"/> reads it from outside.</summary>
    public required string Stamp { get; set; }

    /// <summary>Grows by one with every heartbeat of any node, and so never goes back but by a restore.</summary>
    public long Beat { get; set; }

    /// <summary>When a node last served from it.</summary>
    public required DateTimeOffset AliveAt { get; set; }

    /// <summary>Since when all mail waits; null while it may leave.</summary>
    public DateTimeOffset? HeldAt { get; set; }

    /// <summary>Why it waits.</summary>
    public HoldReason? HeldBecause { get; set; }

    /// <summary>When the database was last alive before mail was held.</summary>
    public DateTimeOffset? HeldAliveAt { get; set; }

    /// <summary>When a person last let mail leave again.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }

    /// <summary>Who that was.</summary>
    public string? ReleasedBy { get; set; }
}

/// <summary>Why all mail waits.</summary>
public enum HoldReason
{
    /// <summary>It is older than what was known of it: a backup was put in its place.</summary>
    Restored,

    /// <summary>
    /// Nobody served from it for a while, and nothing proves that it is the newest: nothing outside knows it, or there was
    /// something to send meanwhile, and what is outside may have been put back to an earlier time with it.
    /// </summary>
    Unproven,

    /// <summary>It stands elsewhere than before: it was copied or moved, and the other may be sending the same mail.</summary>
    Copied,
}
