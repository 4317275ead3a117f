using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Audience;

/// <summary>The short name of a list, which becomes part of its List-Id (RFC 2919).</summary>
public static partial class ListKey
{
    /// <summary>The longest key, which is also the longest label of a domain name.</summary>
    public const int MaxLength = 63;

    /// <summary>What a key consists of, in words.</summary>
    public const string Rule = "1-63 lower-case letters a-z, digits and hyphens, starting and ending with a letter or digit";

    /// <summary>Whether a text can be a list's key.</summary>
    public static bool IsValid(string key) => Pattern().IsMatch(key);

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
