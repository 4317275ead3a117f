using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="Subscription"/>.</summary>
public readonly record struct SubscriptionId(long Value) : ILongId<SubscriptionId>
{
    /// <inheritdoc />
    public static SubscriptionId From(long value) => new(value);
}

/// <summary>A contact on a list. One row for each pair, for good: leaving is a fact on it, so that no import undoes it.</summary>
public sealed class Subscription
{
    /// <summary>Identity.</summary>
    public SubscriptionId Id { get; private set; }

    /// <summary>Who.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>What.</summary>
    public required ListId ListId { get; init; }

    /// <summary>When the subscription began.</summary>
    public required DateTimeOffset SubscribedAt { get; set; }

    /// <summary>How it came: import, form, API, demo.</summary>
    public required string Source { get; set; }

    /// <summary>When the person left; null while subscribed.</summary>
    public DateTimeOffset? UnsubscribedAt { get; set; }

    /// <summary>How the person left; null while subscribed.</summary>
    public LeavingWay? UnsubscribedBy { get; set; }

    /// <summary>The mailing whose link was followed; null where none is known.</summary>
    public Guid? UnsubscribedFrom { get; set; }
}

/// <summary>How somebody left.</summary>
public enum LeavingWay
{
    /// <summary>The button on the page behind the link in a mail.</summary>
    Link,

    /// <summary>The mail program's own button (RFC 8058).</summary>
    OneClick,

    /// <summary>A file of another system, where the person had left.</summary>
    Import,

    /// <summary>A mail to the address that the mail named for it.</summary>
    Mail,
}
