namespace DigiOne.Outreach.Timing;

/// <summary>
/// Something that is to happen at an instant. A slice writes this row beside its own in one transaction; who wakes it up
/// is not the slice's business. One subject has one due item.
/// </summary>
public sealed class DueItem
{
    /// <summary>Which <see cref="IDueWork"/> carries it out.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about: a mailing, a post.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>When it is to happen.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>How late it may still happen by itself, after an outage, say. Later than that a person is asked.</summary>
    public required TimeSpan LateLimit { get; set; }

    /// <summary>Where it stands.</summary>
    public DueState State { get; set; }

    /// <summary>Until when a process has taken it to carry it out; another may take it after that.</summary>
    public DateTimeOffset? TakenUntil { get; set; }

    /// <summary>When it was carried out, put to a person, or withdrawn.</summary>
    public DateTimeOffset? SettledAt { get; set; }
}

/// <summary>Where a <see cref="DueItem"/> stands.</summary>
public enum DueState
{
    /// <summary>Its time has not come, or it is being carried out.</summary>
    Waiting,

    /// <summary>Carried out.</summary>
    Done,

    /// <summary>Overdue by more than its limit: a person decides.</summary>
    Asking,

    /// <summary>Called off.</summary>
    Withdrawn,
}
