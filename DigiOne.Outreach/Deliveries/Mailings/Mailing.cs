using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Identifies a <see cref="Mailing"/>.</summary>
public readonly record struct MailingId(Guid Value) : IGuidId<MailingId>
{
    /// <inheritdoc />
    public static MailingId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static MailingId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// The unit that a slice hands to the delivery engine: content in its languages, an audience, a sender and a time. Its
/// content does not change once it stands here.
/// </summary>
public sealed class Mailing
{
    /// <summary>The kind of due item that a mailing's start is.</summary>
    public const string DueKind = "mailing";

    /// <summary>Identity.</summary>
    public MailingId Id { get; init; } = MailingId.New();

    /// <summary>What the team calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the people who get it.</summary>
    public required MailingKind Kind { get; init; }

    /// <summary>The campaign or session that it belongs to; null for one that was sent from a template directly.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Key of the sender.</summary>
    public required string SenderKey { get; init; }

    /// <summary>Which queue it goes through.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Where it stands.</summary>
    public MailingState State { get; set; }

    /// <summary>The lists whose people get it, each person once; empty where the recipients were named one by one.</summary>
    public ICollection<MailingList> Lists { get; init; } = [];

    /// <summary>What the segment is called that its lists are narrowed by; null where they are not.</summary>
    public string? Segment { get; init; }

    /// <summary>The segment's filter as it stood when the mailing was scheduled: later edits of the segment change nothing here.</summary>
    public string? SegmentFilter { get; init; }

    /// <summary>The language for those in whose language there is no variant; null skips them.</summary>
    public string? FallbackLanguage { get; init; }

    /// <summary>The frozen template as JSON.</summary>
    public required string Template { get; init; }

    /// <summary>SHA-256 over template and variants, lower-case hex: what was approved is what is sent.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Whether it waits for the end of quiet times.</summary>
    public required bool HonoursQuietTimes { get; init; }

    /// <summary>What happens to messages of which nobody knows whether they arrived.</summary>
    public required DoubtPolicy DoubtPolicy { get; init; }

    /// <summary>Who approved it; empty until approval exists.</summary>
    public string? Approver { get; set; }

    /// <summary>When it was handed to the engine.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is to start.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When freezing of the audience began.</summary>
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>The last contact that freezing has dealt with: where it goes on after a crash.</summary>
    public ContactId? FreezeCursor { get; set; }

    /// <summary>How many people freezing has put into the ledger, skipped ones included.</summary>
    public int Candidates { get; set; }

    /// <summary>How many of them are to get the message, counted where a canary is chosen among them.</summary>
    public int Deliverable { get; set; }

    /// <summary>When the audience stood complete.</summary>
    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>When it was paused; null while it is not. Nobody is claimed or handed over meanwhile.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Why it is paused.</summary>
    public PauseReason? PauseReason { get; set; }

    /// <summary>When its rejections paused it: how many of <see cref="TrippedTried"/> messages were rejected or came back; when complaints did, how many of them there were.</summary>
    public int? TrippedRejected { get; set; }

    /// <inheritdoc cref="TrippedRejected"/>
    public int? TrippedTried { get; set; }

    /// <summary>Whether it starts with a sample of its recipients, and how that went.</summary>
    public CanaryState CanaryState { get; set; }

    /// <summary>Every how many of <see cref="Deliverable"/> one belongs to the canary; 0 without one.</summary>
    public int CanaryEvery { get; set; }

    /// <summary>When each of the canary had been tried; the rest waits from here on.</summary>
    public DateTimeOffset? CanaryDoneAt { get; set; }

    /// <summary>Whether some of its canary may still have to be tried.</summary>
    internal bool AwaitsCanary => CanaryState == CanaryState.Sending && CanaryDoneAt is null;

    /// <summary>When a person called it off; those whom it had not reached by then are cancelled.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>When its sum was found wrong at closing; null while nothing is wrong. It stays open and people are told.</summary>
    public DateTimeOffset? SumWrongAt { get; set; }

    /// <summary>When the sum was right and the certificate issued.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Its content per language.</summary>
    public ICollection<MailingVariant> Variants { get; init; } = [];
}

/// <summary>One of the lists of a <see cref="Mailing"/>.</summary>
public sealed class MailingList
{
    /// <summary>Whose.</summary>
    public MailingId MailingId { get; init; }

    /// <summary>The list.</summary>
    public required ListId ListId { get; init; }

    /// <summary>Its place: who is on several is written to as one of the first.</summary>
    public required int Place { get; init; }
}

/// <summary>One language of a <see cref="Mailing"/>.</summary>
public sealed class MailingVariant
{
    /// <summary>Whose.</summary>
    public MailingId MailingId { get; init; }

    /// <summary>BCP 47 language.</summary>
    public required string Language { get; init; }

    /// <summary>What the template is filled with, the same for everybody, as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>The iCalendar body that goes along, METHOD:PUBLISH; null for none.</summary>
    public string? Calendar { get; init; }
}

/// <summary>What a mailing is to the people who get it.</summary>
public enum MailingKind
{
    /// <summary>An issue of a newsletter.</summary>
    Newsletter,

    /// <summary>An invitation to an info session.</summary>
    Invitation,

    /// <summary>A reminder of an info session.</summary>
    Reminder,

    /// <summary>A try of one's own content, to oneself.</summary>
    Test,

    /// <summary>About the recipient's own registration for an info session.</summary>
    Registration,

    /// <summary>The answer to what the recipient asked for: to confirm a subscription, say.</summary>
    Confirmation,
}

/// <summary>Which queue a mailing goes through.</summary>
public enum Lane
{
    /// <summary>Many people, one content.</summary>
    Bulk,

    /// <summary>One person waits for it: never behind a bulk mailing.</summary>
    Transactional,
}

/// <summary>Where a <see cref="Mailing"/> stands.</summary>
public enum MailingState
{
    /// <summary>Its time has not come.</summary>
    Scheduled,

    /// <summary>Its audience is being frozen or its messages are on their way.</summary>
    Sending,

    /// <summary>Every recipient is accounted for.</summary>
    Closed,

    /// <summary>Called off before it started.</summary>
    Cancelled,
}

/// <summary>How far a mailing's canary is: the sample that a large one goes to first.</summary>
public enum CanaryState
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>Only the canary is sent to, or its answers are awaited.</summary>
    Sending,

    /// <summary>It went well, or a person did not wait for it or goes on in spite of doubt or deferrals: everybody is sent to.</summary>
    Passed,

    /// <summary>A person decided to go on in spite of rejections.</summary>
    Overruled,
}

/// <summary>What happens to messages that are in doubt.</summary>
public enum DoubtPolicy
{
    /// <summary>They wait for a person.</summary>
    Hold,

    /// <summary>They are sent again with the same Message-ID, until several tries have left doubt.</summary>
    SendAgain,
}
