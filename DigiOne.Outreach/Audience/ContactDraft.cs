namespace DigiOne.Outreach.Audience;

/// <summary>What the team says about a person: everything but the address, whose consents are its own.</summary>
public sealed record ContactDraft
{
    /// <summary>Name as the person writes it; at most 300 characters, may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>One of the organisation's languages.</summary>
    public required string Language { get; init; }

    /// <summary>A municipality's code, or its name in Finnish or Swedish; empty where unknown.</summary>
    public string Municipality { get; init; } = "";

    /// <summary>Organisation; at most 300 characters, may be empty.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Role in the organisation; at most 300 characters, may be empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>The first day on which bulk mail goes to the person again; null: it is not paused.</summary>
    public DateOnly? PausedUntil { get; init; }

    /// <summary>Attributes by key, as people type them; an empty one takes the value away, one that is not named stays.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
