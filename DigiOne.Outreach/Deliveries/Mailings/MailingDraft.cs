using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What a slice hands to the delivery engine.</summary>
internal sealed record MailingDraft
{
    /// <inheritdoc cref="Mailing.Name"/>
    internal required string Name { get; init; }

    /// <inheritdoc cref="Mailing.Kind"/>
    internal required MailingKind Kind { get; init; }

    /// <inheritdoc cref="Mailing.OwnerId"/>
    internal Guid? OwnerId { get; init; }

    /// <inheritdoc cref="Mailing.SenderKey"/>
    internal required string SenderKey { get; init; }

    /// <summary>Whose people get it, each once. Beside <see cref="Recipients"/>: the lists that they get it by, and can leave.</summary>
    internal IReadOnlyList<ListId> Lists { get; init; } = [];

    /// <summary>The segment that narrows the lists; null for all on them.</summary>
    internal Segment? Segment { get; init; }

    /// <summary>Recipients named one by one; their mailing goes through the transactional lane.</summary>
    internal IReadOnlyList<Recipient> Recipients { get; init; } = [];

    /// <summary>The frozen template.</summary>
    internal required MailTemplate Template { get; init; }

    /// <summary>Content per language.</summary>
    internal required IReadOnlyDictionary<string, VariantDraft> Variants { get; init; }

    /// <inheritdoc cref="Mailing.FallbackLanguage"/>
    internal string? FallbackLanguage { get; init; }

    /// <summary>When it is to start; an instant in the past or now starts at once.</summary>
    internal required DateTimeOffset DueAt { get; init; }

    /// <summary>How late it may start by itself; null for the configured limit.</summary>
    internal TimeSpan? LateLimit { get; init; }

    /// <inheritdoc cref="Mailing.HonoursQuietTimes"/>
    internal bool HonoursQuietTimes { get; init; } = true;
}

/// <summary>One language of a <see cref="MailingDraft"/>.</summary>
/// <param name="Data">What the template is filled with, the same for everybody.</param>
/// <param name="Calendar">The iCalendar body that goes along, or null.</param>
internal sealed record VariantDraft(JsonObject Data, string? Calendar = null);

/// <summary>A recipient named by address.</summary>
/// <param name="Address">A valid address.</param>
/// <param name="Name">Name, or empty.</param>
/// <param name="Language">One of the variants' languages.</param>
/// <param name="Contact">Who it is, where that is known: the mail then carries the person's own links.</param>
internal sealed record Recipient(string Address, string Name, string Language, ContactId? Contact = null);
