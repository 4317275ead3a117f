using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Inbound;

/// <summary>Identifies an <see cref="InboundMessage"/>.</summary>
public readonly record struct InboundMessageId(long Value) : ILongId<InboundMessageId>
{
    /// <inheritdoc />
    public static InboundMessageId From(long value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// A message that came in: that it was read, what it is and what followed. Written in the same transaction as what followed; that
/// there is one row for each place in a mailbox is what makes it happen once.
/// </summary>
public sealed class InboundMessage
{
    /// <summary>Identity, in the order of reading.</summary>
    public InboundMessageId Id { get; private set; }

    /// <summary>The mailbox, or the service that reported it by the API.</summary>
    public required string Source { get; init; }

    /// <summary>UIDVALIDITY of the folder (RFC 3501 2.3.1.1); null for what came by the API.</summary>
    public long? Validity { get; init; }

    /// <summary>UID in it.</summary>
    public long? Uid { get; init; }

    /// <summary>The service's own name for what it reported; null for what lay in a mailbox.</summary>
    public string? EventId { get; init; }

    /// <summary>SHA-256 of what was read of it, in hexadecimal: the same message in another place counts no second time.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>What it is.</summary>
    public required MailKind Kind { get; init; }

    /// <summary>What followed from it.</summary>
    public required InboundOutcome Outcome { get; set; }

    /// <summary>Whether it is for a person: an answer, or something of which nothing could follow by itself.</summary>
    public required bool IsForPerson { get; set; }

    /// <summary>Who wrote it, as its header says, which anybody can write; empty where it says nobody.</summary>
    public string From { get; init; } = "";

    /// <summary>Subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What it says; empty where it is for no person.</summary>
    public string Text { get; set; } = "";

    /// <summary>The delivery that it is about, as its token proves or else as it says itself; null where neither tells.</summary>
    public DeliveryId? DeliveryId { get; init; }

    /// <summary>Whether a token of ours proves which delivery it is about.</summary>
    public bool IsProven { get; init; }

    /// <summary>Whom it is about, or who wrote it; null where nobody known is.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>Whom a bounce or a complaint names, with what was made of it, as JSON.</summary>
    public IReadOnlyList<FailedRecipient> Recipients { get; init; } = [];

    /// <summary>Name of the file that was left in the quarantine folder; null where none was.</summary>
    public string? Quarantine { get; init; }

    /// <summary>Where it is to be sent on to; null where it is not.</summary>
    public string? ForwardTo { get; set; }

    /// <summary>When it was sent on.</summary>
    public DateTimeOffset? ForwardedAt { get; set; }

    /// <summary>When it was moved out of the folder, or marked: only after what followed was written.</summary>
    public DateTimeOffset? PutAwayAt { get; set; }

    /// <summary>When somebody of the team opened it; null while nobody has.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>When somebody of the team marked it as done; null while it waits.</summary>
    public DateTimeOffset? HandledAt { get; set; }

    /// <summary>Who that was.</summary>
    public string? HandledBy { get; set; }
}

/// <summary>What followed from a message that came in.</summary>
public enum InboundOutcome
{
    /// <summary>Nothing by itself.</summary>
    Nothing,

    /// <summary>A bounce was noted on its delivery.</summary>
    Bounced,

    /// <summary>A complaint was noted on its delivery.</summary>
    Complained,

    /// <summary>The person left the list.</summary>
    Left,

    /// <summary>It was read before, in another place.</summary>
    Repeated,
}
