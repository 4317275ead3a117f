using System.Text;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Escaping alone does not make a value safe at the start of an address or in a script attribute, so such a value is looked at
/// where it is put out: right after <c>href="</c> and its like only a harmless address may follow, after <c>onclick="</c> nothing.
/// </summary>
internal static class HtmlAttribute
{
    private const int LongestName = 16;

    private static readonly string[] Addresses = ["href", "src", "action", "formaction", "background", "poster", "cite", "srcset", "data"];
    private static readonly string[] Schemes = ["http", "https", "mailto", "tel", "cid"];

    /// <summary>What is wrong with putting a value there; null when nothing is.</summary>
    /// <param name="output">The page so far.</param>
    /// <param name="value">The value, not escaped.</param>
    public static string? Refuses(StringBuilder output, string value)
    {
        var at = output.Length - 1;
        if (at < 1) return null;
        var quoted = output[at] is '"' or '\'';
        if (quoted) at--;
        if (output[at] != '=') return null;

        Span<char> name = stackalloc char[LongestName];
        var length = 0;
        while (--at >= 0 && length < LongestName && char.IsAsciiLetter(output[at]))
            name[LongestName - ++length] = char.ToLowerInvariant(output[at]);
        var attribute = name[(LongestName - length)..].ToString();

        if (at < 0 || !char.IsWhiteSpace(output[at]) && output[at] != ':') return null;
        if (attribute.StartsWith("on", StringComparison.Ordinal) && quoted)
            return $"A value cannot stand in {attribute}: mails carry no script.";
        if (!Addresses.Contains(attribute)) return null;
        if (!quoted) return $"Put quotes around the value of {attribute}.";
        return IsHarmless(value) ? null : $"The value of {attribute} is not an address that a mail may lead to; those start with http:, https:, mailto: or tel:.";
    }

    /// <summary>Whether an address is relative or of a scheme that runs nothing.</summary>
    public static bool IsHarmless(string address)
    {
        // Browsers skip control characters and blanks before and inside a scheme
        var plain = string.Concat(address.Where(c => c > ' ' && c != '\u00A0'));
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || plain.AsSpan(0, colon).IndexOfAny("/?#") >= 0) return true;
        return Schemes.Contains(plain[..colon].ToLowerInvariant());
    }
}
