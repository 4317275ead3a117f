namespace DigiOne.Outreach.Newsletters;

/// <summary>A campaign as a person or a program hands it in.</summary>
public sealed record CampaignDraft
{
    /// <summary>What the team calls it; 1 to 300 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Key of the sender; empty for the default one.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Key of the list.</summary>
    public required string List { get; init; }

    /// <summary>Key of the segment that the list is narrowed by; empty for everybody on it.</summary>
    public string Segment { get; init; } = "";

    /// <summary>Fallback language; empty skips people without a variant.</summary>
    public string FallbackLanguage { get; init; } = "";

    /// <summary>Content per language.</summary>
    public required IReadOnlyDictionary<string, CampaignText> Variants { get; init; }
}

/// <summary>One language of a <see cref="CampaignDraft"/>.</summary>
/// <param name="Subject">Subject and headline; 1 to 300 characters.</param>
/// <param name="Body">Opening text, Markdown.</param>
/// <param name="Preheader">The line beside the subject.</param>
/// <param name="Articles">Articles in their order.</param>
public sealed record CampaignText(string Subject, string Body = "", string Preheader = "", IReadOnlyList<Article>? Articles = null);
