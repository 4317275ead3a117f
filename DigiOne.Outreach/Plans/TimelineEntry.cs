namespace DigiOne.Outreach.Plans;

/// <summary>One thing on the timeline, whatever its channel.</summary>
/// <param name="Channel">By which channel it reaches people.</param>
/// <param name="SubjectId">The mailing or the post.</param>
/// <param name="OwnerId">The campaign or session behind a mailing; null for one sent from a template, and for posts.</param>
/// <param name="Name">What the team calls it.</param>
/// <param name="DueAt">When it is due, or was.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reached">Recipients or networks that it has reached.</param>
/// <param name="Candidates">Recipients or networks that it is for; 0 until the audience is known.</param>
/// <param name="Failed">Rejected.</param>
public sealed record TimelineEntry(
    TimelineChannel Channel, Guid SubjectId, Guid? OwnerId, string Name, DateTimeOffset DueAt, TimelineState State, int Reached, int Candidates,
    int Failed)
{
    /// <summary>Those of whom nobody knows whether it reached them.</summary>
    public int InDoubt { get; init; }

    /// <summary>Those of whom there is an answer, or none to come.</summary>
    public int Done => Reached + Failed + InDoubt;

    /// <summary>
    /// Until when what is on its way waits for the end of a quiet time; null when it does not, <see cref="DateTimeOffset.MaxValue"/>
    /// where the wait has no end.
    /// </summary>
    public DateTimeOffset? WaitsUntil { get; init; }
}

/// <summary>By which channel something reaches people.</summary>
public enum TimelineChannel
{
    /// <summary>An issue of a newsletter, by mail.</summary>
    Newsletter,

    /// <summary>An invitation, by mail.</summary>
    Invitation,

    /// <summary>A reminder, by mail.</summary>
    Reminder,

    /// <summary>A post on social networks.</summary>
    Post,
}

/// <summary>Where something on the timeline stands.</summary>
public enum TimelineState
{
    /// <summary>Its time has not come.</summary>
    Planned,

    /// <summary>Overdue by more than its limit: a person decides.</summary>
    Overdue,

    /// <summary>On its way.</summary>
    Sending,

    /// <summary>Stopped under way: a person lets it go on.</summary>
    Paused,

    /// <summary>Everyone it was for is accounted for.</summary>
    Sent,

    /// <summary>Called off.</summary>
    Cancelled,
}
