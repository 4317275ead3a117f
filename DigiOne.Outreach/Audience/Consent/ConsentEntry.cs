using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="ConsentEntry"/>.</summary>
public readonly record struct ConsentEntryId(long Value) : ILongId<ConsentEntryId>
{
    /// <inheritdoc />
    public static ConsentEntryId From(long value) => new(value);
}

/// <summary>
/// One line of the consent log: what a person agreed to or took back, when and how, and what proves it. The database refuses
/// to change one, and to delete one while its contact is there (the triggers of the migration <c>Consent</c>). What somebody gets is told by
/// <see cref="Subscription"/>; this tells why.
/// </summary>
public sealed class ConsentEntry
{
    /// <summary>Identity, in the order of writing.</summary>
    public ConsentEntryId Id { get; private set; }

    /// <summary>Who.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>Which list it is about; null for all bulk mail.</summary>
    public ListId? ListId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required ConsentAct Act { get; init; }

    /// <summary>How it came to us.</summary>
    public required ConsentWay Way { get; init; }

    /// <summary>The words that the person had before them; null where there were none.</summary>
    public WordingId? WordingId { get; init; }

    /// <summary>What proves it; null where nothing more is known.</summary>
    public ConsentEvidence? Evidence { get; init; }
}

/// <summary>What happened to a consent.</summary>
public enum ConsentAct
{
    /// <summary>The person asked for a list and was asked to confirm it; nothing is sent yet.</summary>
    Asked,

    /// <summary>The person confirmed it by the link in the mail.</summary>
    Confirmed,

    /// <summary>The person is on the list.</summary>
    Subscribed,

    /// <summary>The person left the list, or everything.</summary>
    Unsubscribed,

    /// <summary>The person wants no bulk mail until a time.</summary>
    Paused,

    /// <summary>The person wants it again before that time.</summary>
    Resumed,

    /// <summary>The person objected to being written to (GDPR article 21).</summary>
    Objected,
}

/// <summary>How something about a consent came to us.</summary>
public enum ConsentWay
{
    /// <summary>It was there before this log was kept, and nobody knows.</summary>
    Unknown,

    /// <summary>A form on a page.</summary>
    Form,

    /// <summary>A file that the team imported.</summary>
    Import,

    /// <summary>A program by the API.</summary>
    Api,

    /// <summary>A mail from the person.</summary>
    Mail,

    /// <summary>Someone of the team, who was asked to.</summary>
    Hand,

    /// <summary>The page behind a link in a mail.</summary>
    Link,

    /// <summary>The mail program's own button (RFC 8058).</summary>
    OneClick,

    /// <summary>The demonstration, whose people do not exist.</summary>
    Demo,
}
