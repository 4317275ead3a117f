using System.Globalization;
using System.Text;
using MimeKit.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A part as text.</summary>
internal static class PartText
{
    private const int MostText = 256 * 1024;

    static PartText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text, without markup, with bare line feeds.</summary>
    internal static string Of(MailPart part)
    {
        var bytes = PartBytes.Decode(part).Span;
        var text = Decode(bytes[..Math.Min(bytes.Length, MostText)], part.Type?.Charset);
        return part.MediaType == "text/html" || (part.Type is null && LooksLikeMarkup(text)) ? WithoutMarkup(text) : text;
    }

    /// <summary>Text of bytes in a character set that may be wrong, unknown or not told.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes.IndexOf("\u001b$"u8) >= 0)
            charset = "iso-2022-jp";
        else if (bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0 && charset?.StartsWith("utf-7", StringComparison.OrdinalIgnoreCase) != true)
            return Encoding.ASCII.GetString(bytes);
        else if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        return (EncodingOf(charset) ?? Encoding.Latin1).GetString(bytes);
    }

    private static Encoding? EncodingOf(string? charset)
    {
        if (string.IsNullOrWhiteSpace(charset))
            return null;
        var name = charset.Trim().ToLowerInvariant();
        // cp1252, ms932, ibm850 and iso8859-1 are written as well.
        var page = name.TrimStart("abcdefghijklmnopqrstuvwxyz-_".ToCharArray());
        try
        {
            var encoding = name.StartsWith("iso8859", StringComparison.Ordinal) ? Encoding.GetEncoding("iso-8859" + name[7..])
                : name.StartsWith("iso", StringComparison.Ordinal) || !int.TryParse(page, CultureInfo.InvariantCulture, out var number) || name is "gb2312" or "gb18030" or "big5"
                    ? Encoding.GetEncoding(name == "x-sjis" || name == "shift-jis" ? "shift_jis" : name)
                    : Encoding.GetEncoding(number);
            return encoding.CodePage is 20127 or 65001 ? null : encoding;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool LooksLikeMarkup(string text) => text.AsSpan().TrimStart() is var start
        && (start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase));

    private static string WithoutMarkup(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var text = new StringBuilder(html.Length / 2);
        var hidden = "";
        while (tokens.ReadNextToken(out var token))
            switch (token)
            {
                case HtmlTagToken tag when tag.Name is "style" or "script" or "title":
                    hidden = tag.IsEndTag || tag.IsEmptyElement ? "" : tag.Name;
                    break;
                case HtmlTagToken tag when tag.Name is "br" or "p" or "div" or "tr" or "li" or "table" or "h1" or "h2" or "h3" or "pre" or "hr":
                    text.Append('\n');
                    break;
                case HtmlTagToken { Name: "td" or "th" }:
                    text.Append(' ');
                    break;
                case HtmlDataToken data when hidden.Length == 0:
                    text.Append(data.Data);
                    break;
            }

        return text.Replace('\u00a0', ' ').ToString();
    }
}
