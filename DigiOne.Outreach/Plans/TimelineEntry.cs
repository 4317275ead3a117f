using DigiOne.Outreach.Deliveries;

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

    /// <summary>Why and until when what is on its way waits, or what is planned will; null when it does not.</summary>
    public QuietSpell? Quiet { get; init; }

    /// <summary>What else holds a mailing back, or lets only a part of it go; null where nothing does.</summary>
    public MailingHalt? Halt { get; init; }

    /// <summary>When everybody else gets a mailing whose canary has been sent and waits for rejections; null otherwise.</summary>
    public DateTimeOffset? CanaryUntil { get; init; }

    /// <summary>Key of a mailing's sender; empty for a post.</summary>
    public string SenderKey { get; init; } = "";

    /// <summary>Whether it is on its way and waits for the end of that.</summary>
    public bool IsWaiting => State == TimelineState.Sending && Quiet is not null;
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
