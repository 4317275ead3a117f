using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Looks where a rendered page's marks stand. In plain text and in ordinary attributes a value is only shown. In a tag, an
/// attribute without quotes, a style or the beginning of an address it could change what the page is, or what its text says.
/// </summary>
internal sealed class HolePlaces(HoleMarks marks)
{
    // What the text of a page depends on, besides what may not hold a value at all
    private static readonly string[] Deciding = ["style", "role", "hidden", "start"];

    private int _harmless;
    private bool _undecided;

    /// <summary>Whether every mark of a page stands where a value is only shown.</summary>
    internal static bool AreHarmless(string html, HoleMarks marks)
    {
        var places = new HolePlaces(marks);
        HtmlText.Of(html, places);
        return !places._undecided && places._harmless == marks.CountIn(html);
    }

    /// <summary>Takes the page's next token.</summary>
    internal void Pass(HtmlToken token)
    {
        if (token.Type == HtmlTokenType.Character)
            _harmless += marks.CountIn(token.Data);
        else if (token is HtmlTagToken tag)
            foreach (var attribute in tag.Attributes)
                if (!IsDeciding(attribute.Name, attribute.Value)) _harmless += marks.CountIn(attribute.Value);
    }

    /// <summary>Takes a link. Its address follows its text except where they are the same.</summary>
    internal void PassLink(string target, string text)
    {
        if (!marks.IsIn(target) && !marks.IsIn(text)) return;
        if (text == TextLines.Trimmed(target)) return;
        // A link holds a secret that no other text has; no other value has a colon
        var sameLinks = MailFields.Links.All(link =>
            target.Contains(marks.Of(link), StringComparison.Ordinal) == text.Contains(marks.Of(link), StringComparison.Ordinal));
        _undecided |= sameLinks && marks.Without(target).Contains(':', StringComparison.Ordinal) == marks.Without(text).Contains(':', StringComparison.Ordinal);
    }

    private bool IsDeciding(string name, string value)
    {
        var local = name[(name.LastIndexOf(':') + 1)..];
        if (Deciding.Contains(local) || local.StartsWith("on", StringComparison.Ordinal) || local.StartsWith("aria-", StringComparison.Ordinal)) return true;
        if (!marks.IsIn(value) || !HtmlAttribute.Addresses.Contains(local) || MailFields.Links.Any(link => value.StartsWith(marks.Of(link), StringComparison.Ordinal))) return false;
        var first = marks.Cut(value, escaped: false).Pieces[0].Constant ?? "";
        return first.AsSpan().IndexOfAny(":/?#") < 0;
    }
}
