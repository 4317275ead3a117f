namespace DigiOne.Outreach.Audience;

/// <summary>What people write in a column for the language.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["suomi"] = "fi",
        ["finska"] = "fi",
        ["finnish"] = "fi",
        ["ruotsi"] = "sv",
        ["svenska"] = "sv",
        ["swedish"] = "sv",
        ["englanti"] = "en",
        ["engelska"] = "en",
        ["english"] = "en",
        ["pohjoissaame"] = "se",
        ["nordsamiska"] = "se",
        ["northern sámi"] = "se",
    };

    /// <summary>The organisation's language that a word means: its tag, a tag with a region (<c>fi-FI</c>), or its name in three languages.</summary>
    internal static string? Find(string word, IEnumerable<string> languages)
    {
        var tag = Tags.GetValueOrDefault(word, word);
        var known = languages.ToList();
        return Match(tag) ?? Match(tag.Split('-', '_')[0]);

        string? Match(string candidate) => known.Find(language => language.Equals(candidate, StringComparison.OrdinalIgnoreCase));
    }
}
