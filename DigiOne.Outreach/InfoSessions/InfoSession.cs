using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Identifies an <see cref="InfoSession"/>.</summary>
public readonly record struct InfoSessionId(Guid Value) : IGuidId<InfoSessionId>
{
    /// <inheritdoc />
    public static InfoSessionId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static InfoSessionId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>An info session that people are invited to and reminded of.</summary>
public sealed class InfoSession : IEdited<InfoSessionId>
{
    /// <summary>Identity; also the calendar entry's UID, for good.</summary>
    public InfoSessionId Id { get; init; } = InfoSessionId.New();

    /// <summary>Key of the sender.</summary>
    public required string SenderKey { get; set; }

    /// <summary>Whose people are invited.</summary>
    public required ListId ListId { get; set; }

    /// <summary>The language for those in whose language there is none; null skips them.</summary>
    public string? FallbackLanguage { get; set; }

    /// <summary>What a clock on the wall shows at the start; <see cref="DateTime.Kind"/> is unspecified.</summary>
    public required DateTime StartsAt { get; set; }

    /// <summary>What a clock on the wall shows at the end.</summary>
    public required DateTime EndsAt { get; set; }

    /// <summary>IANA zone of both.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Where one goes; empty when it is online only.</summary>
    public string Place { get; set; } = "";

    /// <summary>Where one joins; empty when it is on site only.</summary>
    public string OnlineUrl { get; set; } = "";

    /// <summary>The calendar entry's SEQUENCE (RFC 5545 3.8.7.4): grows when time or status change.</summary>
    public int Sequence { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => InvitationId is not null;

    /// <summary>The mailing that invites; null while the session is a draft.</summary>
    public MailingId? InvitationId { get; set; }

    /// <summary>The mailing that reminds; null while the session is a draft, or when there is none.</summary>
    public MailingId? ReminderId { get; set; }

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its words per language.</summary>
    public ICollection<InfoSessionText> Texts { get; init; } = [];
}

/// <summary>One language of an <see cref="InfoSession"/>.</summary>
public sealed class InfoSessionText
{
    /// <summary>Whose.</summary>
    public InfoSessionId InfoSessionId { get; init; }

    /// <summary>BCP 47 language.</summary>
    public required string Language { get; init; }

    /// <summary>Title; the subject of the invitation.</summary>
    public required string Title { get; set; }

    /// <summary>What it is about, Markdown.</summary>
    public string Description { get; set; } = "";
}
