namespace DigiOne.Outreach.InfoSessions;

/// <summary>An info session as a person or a program hands it in.</summary>
public sealed record InfoSessionDraft
{
    /// <summary>Key of the sender; empty for the default one.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Key of the list.</summary>
    public required string List { get; init; }

    /// <summary>Fallback language; empty skips people without a text.</summary>
    public string FallbackLanguage { get; init; } = "";

    /// <summary>Local start.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>Local end.</summary>
    public required DateTime EndsAt { get; init; }

    /// <summary>IANA zone; empty for the organisation's.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>Place; empty when online only.</summary>
    public string Place { get; init; } = "";

    /// <summary>Address to join at, http or https; empty when on site only.</summary>
    public string OnlineUrl { get; init; } = "";

    /// <summary>Words per language.</summary>
    public required IReadOnlyDictionary<string, SessionText> Texts { get; init; }
}

/// <summary>One language of an <see cref="InfoSessionDraft"/>.</summary>
/// <param name="Title">Title; 1 to 300 characters.</param>
/// <param name="Description">What it is about, Markdown.</param>
public sealed record SessionText(string Title, string Description = "");
