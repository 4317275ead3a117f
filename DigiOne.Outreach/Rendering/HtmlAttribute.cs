using System.Globalization;
using System.Net;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Escaping alone does not make a value safe in an address or in a script attribute, so such values are looked at where they are
/// put out, with what stands before them in the attribute; and the finished page once more, for what the template's own text makes of them.
/// </summary>
internal static class HtmlAttribute
{
    /// <summary>Attributes whose value is an address.</summary>
    internal static readonly string[] Addresses =
        ["href", "src", "action", "formaction", "background", "poster", "cite", "srcset", "data", "ping", "longdesc", "lowsrc", "dynsrc"];

    // Where a picture may stand in the address itself, as templates' own text has it.
    private static readonly string[] Pictures = ["src", "background", "poster", "srcset"];

    private static readonly string[] Schemes = ["http", "https", "mailto", "tel", "cid"];

    /// <summary>What is wrong with putting a value there; null when nothing is.</summary>
    /// <param name="open">The attribute in which the page ends so far.</param>
    /// <param name="value">The value, not escaped.</param>
    public static string? Refuses(HtmlAttributes open, string value)
    {
        var name = LocalName(open.Name);
        if (name.StartsWith("on", StringComparison.Ordinal))
            return $"A value cannot stand in {name}: mails carry no script.";
        if (!Addresses.Contains(name)) return null;
        if (!open.IsQuoted) return $"Put quotes around the value of {name}.";
        return IsHarmless(Decoded(open.Value.ToString()) + value) ? null : Refusal(name);
    }

    /// <summary>What is wrong with an address of a finished page; null when nothing is.</summary>
    public static string? Refuses(string html)
    {
        var attributes = new HtmlAttributes(html);
        while (attributes.Next())
        {
            if (!attributes.Value.ContainsAny(":&")) continue;
            var name = LocalName(attributes.Name);
            if (!Addresses.Contains(name)) continue;
            var address = Decoded(attributes.Value.ToString());
            if (!IsHarmless(address) && !(Pictures.Contains(name) && address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)))
                return Refusal(name);
        }

        return null;
    }

    /// <summary>What HTML means as a text: the entities in it as the characters that they stand for.</summary>
    public static string Decoded(string html) => html.Contains('&', StringComparison.Ordinal)
        ? WebUtility.HtmlDecode(html.Replace("&colon;", ":", StringComparison.Ordinal)
            .Replace("&Tab;", "", StringComparison.Ordinal).Replace("&NewLine;", "", StringComparison.Ordinal))
        : html;

    /// <summary>Whether an address is relative or of a scheme that runs nothing.</summary>
    public static bool IsHarmless(string address)
    {
        // Browsers skip some of these before and inside a scheme; nobody needs any.
        var plain = string.Concat(address.Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)));
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || plain.AsSpan(0, colon).IndexOfAny("/?#") >= 0) return true;
        return Schemes.Contains(plain[..colon].ToLowerInvariant());
    }

    private static string LocalName(ReadOnlySpan<char> name) => name[(name.LastIndexOf(':') + 1)..].ToString().ToLowerInvariant();

    private static string Refusal(string name) =>
        $"The value of {name} is not an address that a mail may lead to; those start with http:, https:, mailto: or tel:.";
}
