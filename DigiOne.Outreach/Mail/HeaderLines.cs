using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>Writes headers straight into bytes: those that differ per recipient, and names, which a long word in them must not break.</summary>
internal static class HeaderLines
{
    private const int LongestPlain = 60;
    private const int LongestWord = 75;

    // MimeKit writes dates like this too: RFC 5322 has no GMT
    private const string DatePattern = "ddd, dd MMM yyyy HH:mm:ss +0000";

    private static ReadOnlySpan<byte> WordStart => "=?utf-8?q?"u8;

    private static ReadOnlySpan<byte> WordEnd => "?="u8;

    // Some mail programs send nothing that has no subject.
    private static ReadOnlySpan<byte> MailtoStart => ">, <mailto:"u8;

    private static ReadOnlySpan<byte> MailtoEnd => "?subject=unsubscribe"u8;

    private static ReadOnlySpan<byte> Fold => "\r\n "u8;

    /// <summary>A header such as To: a name and an address.</summary>
    internal static void Mailbox(ReadOnlySpan<byte> header, Mailbox mailbox, MessageBuffer output)
    {
        output.Write(header);
        output.Write(": "u8);
        var name = HeaderText.Clean(mailbox.Name);
        if (name.Length > 0)
        {
            if (IsPlain(name)) Quoted(name, output);
            else EncodedWords(name, header.Length + 2, output);
            output.Write(Fold);
            output.Write("<"u8);
        }

        output.Write(WireAddress.Of(mailbox.Address));
        output.Write(name.Length > 0 ? ">\r\n"u8 : "\r\n"u8);
    }

    /// <summary>Subject.</summary>
    internal static void Subject(string subject, MessageBuffer output)
    {
        output.Write("Subject: "u8);
        var text = HeaderText.Clean(subject);
        if (IsPlain(text)) output.Write(text);
        else EncodedWords(text, "Subject: ".Length, output);
        output.Write("\r\n"u8);
    }

    /// <summary>Date, in UTC.</summary>
    internal static void Date(DateTimeOffset date, MessageBuffer output)
    {
        output.Write("Date: "u8);
        Span<char> text = stackalloc char[DatePattern.Length];
        date.UtcDateTime.TryFormat(text, out var length, DatePattern, CultureInfo.InvariantCulture);
        output.Write(text[..length]);
        output.Write("\r\n"u8);
    }

    /// <summary>A header that is one address or id in angle brackets; it is never folded, since machines read it.</summary>
    internal static void Bracketed(ReadOnlySpan<byte> name, string value, MessageBuffer output)
    {
        output.Write(name);
        output.Write(": <"u8);
        output.Write(value);
        output.Write(">\r\n"u8);
    }

    /// <summary>List-Unsubscribe (RFC 2369): the link that one POST serves, and the mail address where there is one.</summary>
    internal static void Unsubscribe(string link, string? address, MessageBuffer output)
    {
        if (address is null)
        {
            Bracketed("List-Unsubscribe"u8, link, output);
            return;
        }

        output.Write("List-Unsubscribe: <"u8);
        output.Write(link);
        output.Write(MailtoStart);
        output.Write(address);
        output.Write(MailtoEnd);
        output.Write(">\r\n"u8);
    }

    /// <summary>The same as a value.</summary>
    internal static string UnsubscribeOf(string link, string? address) =>
        address is null ? $"<{link}>" : $"<{link}{Encoding.ASCII.GetString(MailtoStart)}{address}{Encoding.ASCII.GetString(MailtoEnd)}>";

    private static bool IsPlain(string text) => text.Length <= LongestPlain && Ascii.IsValid(text);

    private static void Quoted(string name, MessageBuffer output)
    {
        output.Write("\""u8);
        foreach (var c in name)
        {
            if (c is '"' or '\\') output.Write("\\"u8);
            output.Write([(byte)c]);
        }

        output.Write("\""u8);
    }

    // RFC 2047 5 (3): what may stand in a name, which is the narrowest. A word holds whole characters.
    private static void EncodedWords(string text, int column, MessageBuffer output)
    {
        Span<byte> octets = stackalloc byte[4];
        column += WordStart.Length;
        output.Write(WordStart);
        foreach (var rune in text.EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(octets);
            var literal = rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '!' or '*' or '+' or '-' or '/' or ' ');
            var width = literal ? 1 : 3 * count;
            if (column + width + WordEnd.Length > LongestWord)
            {
                output.Write(WordEnd);
                output.Write(Fold);
                output.Write(WordStart);
                column = 1 + WordStart.Length;
            }

            column += width;
            if (literal) output.Write([rune.Value == ' ' ? (byte)'_' : octets[0]]);
            else foreach (var octet in octets[..count]) Escaped(octet, output);
        }

        output.Write(WordEnd);
    }

    private static void Escaped(byte octet, MessageBuffer output)
        => output.Write([(byte)'=', (byte)"0123456789ABCDEF"[octet >> 4], (byte)"0123456789ABCDEF"[octet & 0xF]]);
}
