using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Identifies a <see cref="Campaign"/>.</summary>
public readonly record struct CampaignId(Guid Value) : IGuidId<CampaignId>
{
    /// <inheritdoc />
    public static CampaignId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static CampaignId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>One issue of a newsletter, composed once per language.</summary>
public sealed class Campaign : IEdited<CampaignId>
{
    /// <summary>The template that an issue is laid out with.</summary>
    public const string DefaultTemplate = "newsletters/issue.sbn-html";

    /// <summary>Identity.</summary>
    public CampaignId Id { get; init; } = CampaignId.New();

    /// <summary>What the team calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Key of the sender.</summary>
    public required string SenderKey { get; set; }

    /// <summary>Whose subscribers get it.</summary>
    public required ListId ListId { get; set; }

    /// <summary>The segment that the list is narrowed by; null for everybody on it.</summary>
    public SegmentId? SegmentId { get; set; }

    /// <summary>The language for those in whose language there is no variant; null skips them.</summary>
    public string? FallbackLanguage { get; set; }

    /// <summary>Path of the template below <c>templates/</c>.</summary>
    public string Template { get; set; } = DefaultTemplate;

    /// <summary>The mailing that carries it; null while it is a draft.</summary>
    public MailingId? MailingId { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => MailingId is not null;

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last edited.</summary>
    public required DateTimeOffset EditedAt { get; set; }

    /// <summary>Its content per language.</summary>
    public ICollection<CampaignVariant> Variants { get; init; } = [];
}

/// <summary>One language of a <see cref="Campaign"/>.</summary>
public sealed class CampaignVariant
{
    /// <summary>Whose.</summary>
    public CampaignId CampaignId { get; init; }

    /// <summary>BCP 47 language.</summary>
    public required string Language { get; init; }

    /// <summary>Subject and headline.</summary>
    public required string Subject { get; set; }

    /// <summary>The line that mail programs show beside the subject; empty for none.</summary>
    public string Preheader { get; set; } = "";

    /// <summary>Opening text, Markdown.</summary>
    public string Body { get; set; } = "";

    /// <summary>Articles, in their order.</summary>
    public IReadOnlyList<Article> Articles { get; set; } = [];
}

/// <summary>One article of an issue.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Body">Text, Markdown.</param>
/// <param name="Link">Where one reads on; empty for nowhere.</param>
/// <param name="LinkText">The link's words; empty for the usual ones.</param>
public sealed record Article(string Title, string Body, string Link = "", string LinkText = "");
