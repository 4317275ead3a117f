using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Identifies a <see cref="Delivery"/>.</summary>
public readonly record struct DeliveryId(long Value) : ILongId<DeliveryId>
{
    /// <inheritdoc />
    public static DeliveryId From(long value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One message for one recipient, and all that became of it.</summary>
public sealed class Delivery
{
    /// <summary>Identity.</summary>
    public DeliveryId Id { get; private set; }

    /// <summary>Of which mailing.</summary>
    public required MailingId MailingId { get; init; }

    /// <summary>To whom; null where the recipient was named by address.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The address as it stood when the audience was frozen; empty where the recipient was erased since.</summary>
    public required string Address { get; init; }

    /// <summary>The address's normal form where the recipient was named by it; null where there is, or was, a contact.</summary>
    public string? NormalAddress { get; init; }

    /// <summary>Whether the recipient was erased: the row counts, and says nothing of whom it was.</summary>
    public bool IsErased => Address.Length == 0;

    /// <summary>
    /// The address's domain, as it is compared: what a receiver limits and a certificate counts by. <see cref="CertificatePart.Others"/>
    /// where the recipient was erased: some have a domain of their own.
    /// </summary>
    public required string Domain { get; init; }

    /// <summary>The recipient's name at that time; empty where unknown.</summary>
    public string Name { get; init; } = "";

    /// <summary>The language that the recipient gets.</summary>
    public required string Language { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; set; }

    /// <summary>
    /// Where it is found: its state, and while it is <see cref="DeliveryState.Sending"/> the one that it was taken from. The
    /// database derives it, and indexes this and not the state: an intent moves nothing in an index.
    /// </summary>
    public DeliveryState Queue { get; private set; }

    /// <summary>Why it was skipped.</summary>
    public SkipReason? SkipReason { get; set; }

    /// <summary>When it may be tried (again).</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>
    /// When it got <see cref="NextAttemptAt"/> as its place in the plan of its domain's limit; null where it waits, or waited
    /// last, for something else.
    /// </summary>
    public DateTimeOffset? PlacedAt { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Counts claims: who holds an older one may no longer write.</summary>
    public int ClaimEpoch { get; set; }

    /// <summary>Until when the claim holds, or, renewed meanwhile, the transaction under way.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Message-ID without angle brackets, from the first intent on, the same at every attempt.</summary>
    public string? MessageId { get; set; }

    /// <summary>When the intent to hand it over was first written: retries end some days after.</summary>
    public DateTimeOffset? FirstIntentAt { get; set; }

    /// <summary>When the intent to hand it over was last written.</summary>
    public DateTimeOffset? IntentAt { get; set; }

    /// <summary>When the next hop took it or refused it for good; when it was handed over, where a person says that it arrived.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>The route of the last try, or the one whose trouble it has been put off for since.</summary>
    public string? Route { get; set; }

    /// <summary>What was last answered, or what stood in the way.</summary>
    public string? LastReply { get; set; }
}

/// <summary>Where a <see cref="Delivery"/> stands.</summary>
public enum DeliveryState
{
    /// <summary>Neither tried nor put off yet.</summary>
    Waiting,

    /// <summary>Put off, after a try or before the first: to go at its time.</summary>
    Deferred,

    /// <summary>The intent is written, the outcome is not.</summary>
    Sending,

    /// <summary>The next hop took it.</summary>
    Accepted,

    /// <summary>Refused for good.</summary>
    Rejected,

    /// <summary>Not handed over, for a reason.</summary>
    Skipped,

    /// <summary>Called off before it was tried.</summary>
    Cancelled,

    /// <summary>Handed over, perhaps: nobody knows.</summary>
    InDoubt,
}

/// <summary>Why a recipient was skipped.</summary>
public enum SkipReason
{
    /// <summary>Left the list.</summary>
    Unsubscribed,

    /// <summary>The address is suppressed; written before the reason for it was noted.</summary>
    Suppressed,

    /// <summary>No variant in the person's language, and no fallback.</summary>
    NoVariant,

    /// <summary>The person wants no bulk mail for now.</summary>
    Paused,

    /// <summary>The mailbox does not exist.</summary>
    HardBounce,

    /// <summary>The recipient reported our mail as spam.</summary>
    Complaint,

    /// <summary>The person left everything.</summary>
    LeftEverything,

    /// <summary>Someone of the team suppressed the address.</summary>
    ByHand,

    /// <summary>The person was erased.</summary>
    Erased,
}

internal static class SkipReasons
{
    /// <summary>The word for a skipped delivery whose address is suppressed.</summary>
    internal static SkipReason Of(SuppressionReason reason) => reason switch
    {
        SuppressionReason.HardBounce => SkipReason.HardBounce,
        SuppressionReason.Complaint => SkipReason.Complaint,
        SuppressionReason.Unsubscribed => SkipReason.LeftEverything,
        _ => SkipReason.ByHand,
    };

    /// <summary>The same as it stands in the database.</summary>
    internal static string WordOf(SuppressionReason reason) => Of(reason).ToString();
}
