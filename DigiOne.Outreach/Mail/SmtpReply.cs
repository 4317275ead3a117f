using System.Text;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail;

/// <summary>A reply of an SMTP server, taken apart once (RFC 5321 4.2, RFC 3463).</summary>
/// <param name="Code">Three digits; 0 where the server said nothing.</param>
/// <param name="EnhancedCode">The enhanced status, e.g. <c>5.1.1</c>; null where there is none.</param>
/// <param name="Text">The text for people, or our own words where the server said nothing. At most 500 characters.</param>
public sealed partial record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    private const int LongestText = 500;
    private const int TextStart = 4;
    private const string Success = "2.0.0";

    /// <summary>Whether the same message may be taken later.</summary>
    public bool IsTransient => Code is 0 or (>= 400 and < 500);

    /// <summary>Takes a reply apart.</summary>
    /// <param name="code">Its three digits.</param>
    /// <param name="lines">All its lines, as <see cref="SmtpReplyReader"/> found them.</param>
    internal static SmtpReply Parse(int code, ReadOnlySpan<byte> lines)
    {
        string? enhanced = null;
        var text = "";
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = lines[..end].TrimEnd((byte)'\r');
            lines = lines[(end + 1)..];

            var said = line.Length > TextStart ? line[TextStart..].TrimStart((byte)' ') : [];
            if (EnhancedCodeLength(said) is > 0 and var length)
            {
                enhanced ??= said[..length].SequenceEqual("2.0.0"u8) ? Success : Encoding.ASCII.GetString(said[..length]);
                said = said[length..].TrimStart((byte)' ');
            }

            if (text.Length <= LongestText)
                text = text.Length == 0 ? Encoding.UTF8.GetString(said) : $"{text} {Encoding.UTF8.GetString(said)}";
        }

        return new SmtpReply(code, enhanced, Shorten(HeaderText.Clean(text)));
    }

    /// <summary>Our own words, where the server said nothing.</summary>
    public static SmtpReply Silent(string reason) => new(0, null, Shorten(HeaderText.Clean(reason)));

    /// <summary>What a log may hold, as a clause of its sentence: relays name recipients in their texts, we do not in ours.</summary>
    internal string ForLog => Code == 0 ? Text.TrimEnd('.') : EnhancedCode is null ? $"{Code}" : $"{Code} {EnhancedCode}";

    /// <summary>The reply without the addresses in it: for those whom it concerns although it was not about them.</summary>
    internal SmtpReply ForOthers => this with { Text = Address().Replace(Text, "…") };

    /// <inheritdoc />
    public override string ToString() => Code == 0 ? Text : EnhancedCode is null ? $"{Code} {Text}" : $"{Code} {EnhancedCode} {Text}";

    /// <summary>Whether a server said what is written down, and not we: a reply begins with its code.</summary>
    internal static bool IsSpoken(string written) => Spoken().IsMatch(written);

    [GeneratedRegex(@"^[2-5]\d{2}( |$)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"[^\s<>]+@[^\s<>]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    private static string Shorten(string text) => text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText - 1)}…";

    // class.subject.detail, of which the class has one digit and the others up to three (RFC 3463 2).
    private static int EnhancedCodeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 5 || text[0] is not ((byte)'2' or (byte)'4' or (byte)'5') || text[1] != '.')
            return 0;

        var subject = Digits(text[2..]);
        var dot = 2 + subject;
        if (subject is 0 or > 3 || dot >= text.Length || text[dot] != '.')
            return 0;

        var detail = Digits(text[(dot + 1)..]);
        var end = dot + 1 + detail;
        return detail is 0 or > 3 || (end < text.Length && text[end] != ' ') ? 0 : end;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }
}
