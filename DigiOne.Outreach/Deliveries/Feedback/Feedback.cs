using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Identifies a <see cref="Feedback"/>.</summary>
public readonly record struct FeedbackId(long Value) : ILongId<FeedbackId>
{
    /// <inheritdoc />
    public static FeedbackId From(long value) => new(value);
}

/// <summary>
/// What came back of a delivery after it was handed over. Only what a token proves stands here: the delivery itself, and the
/// certificate that counts it, stay as they are.
/// </summary>
public sealed class Feedback
{
    /// <summary>Identity, in the order of writing.</summary>
    public FeedbackId Id { get; private set; }

    /// <summary>Of which delivery.</summary>
    public required DeliveryId DeliveryId { get; init; }

    /// <summary>Of which mailing.</summary>
    public required MailingId MailingId { get; init; }

    /// <summary>Whose; null where the recipient was named by address.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>What it is.</summary>
    public required FeedbackKind Kind { get; init; }

    /// <summary>When we read it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of a bounce: whether mailing again makes sense.</summary>
    public Permanence Permanence { get; init; }

    /// <summary>Of a bounce the rule that told it (<c>bounce-rules.txt</c>), of a complaint the type of its report.</summary>
    public required string Reason { get; init; }

    /// <summary>The enhanced status code (RFC 3463), where there is one.</summary>
    public string? Status { get; init; }

    /// <summary>What the reporting system said.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>Until when bulk mail to the contact pauses because of it; null where it does not.</summary>
    public DateTimeOffset? PausedUntil { get; set; }
}

/// <summary>What came back of a delivery.</summary>
public enum FeedbackKind
{
    /// <summary>It did not arrive.</summary>
    Bounce,

    /// <summary>It has not arrived yet; the receiving side goes on trying.</summary>
    Delay,

    /// <summary>The recipient called it spam.</summary>
    Complaint,
}
