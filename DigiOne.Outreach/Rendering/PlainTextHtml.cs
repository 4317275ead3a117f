using System.Text;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Rendering;

/// <summary>The HTML of a mail that was written as text only: paragraphs, line breaks and links, nothing more.</summary>
internal static partial class PlainTextHtml
{
    public static string Document(string text, string language, string subject)
    {
        var page = new StringBuilder()
            .Append("<!doctype html>\n<html lang=\"").Append(HtmlEscape.Text(language)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").Append(HtmlEscape.Text(subject)).Append("</title>\n</head>\n")
            .Append("<body style=\"font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5\">\n");
        foreach (var paragraph in Blank().Split(text.Trim()))
            page.Append("<p>").Append(Link().Replace(HtmlEscape.Text(paragraph), Anchor).Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    // What ends a sentence is not part of its address
    private static string Anchor(Match match)
    {
        var address = match.Value.TrimEnd('.', ',', ':', ';', '!', '?', ')');
        return $"<a href=\"{address}\">{address}</a>{match.Value[address.Length..]}";
    }

    [GeneratedRegex(@"\n[ \t]*\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    [GeneratedRegex(@"https?://[^\s<>]+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
