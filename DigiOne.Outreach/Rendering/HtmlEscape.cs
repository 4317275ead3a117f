using System.Buffers;
using System.Text;

namespace DigiOne.Outreach.Rendering;

/// <summary>Escaping for text and quoted attribute values. Letters like ä stay themselves: mails are UTF-8, and entities would only make them longer.</summary>
internal static class HtmlEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    public static string Text(string text)
    {
        var next = text.AsSpan().IndexOfAny(Special);
        if (next < 0) return text;
        var escaped = new StringBuilder(text.Length + 32);
        var rest = text.AsSpan();
        for (; next >= 0; next = rest.IndexOfAny(Special))
        {
            escaped.Append(rest[..next]).Append(rest[next] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => "&#39;",
            });
            rest = rest[(next + 1)..];
        }

        return escaped.Append(rest).ToString();
    }
}
