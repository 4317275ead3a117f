using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail;

/// <summary>A reply of an SMTP server, taken apart once (RFC 5321 4.2, RFC 3463).</summary>
/// <param name="Code">Three digits; 0 where the server said nothing.</param>
/// <param name="EnhancedCode">The enhanced status, e.g. <c>5.1.1</c>; null where there is none.</param>
/// <param name="Text">The text for people, or our own words where the server said nothing. At most 500 characters.</param>
public sealed partial record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    private const int LongestText = 500;

    /// <summary>Whether the same message may be taken later.</summary>
    public bool IsTransient => Code is 0 or (>= 400 and < 500);

    /// <summary>Takes a reply apart.</summary>
    /// <param name="code">Its three digits.</param>
    /// <param name="text">What follows them, the lines of a longer reply divided by line feeds.</param>
    public static SmtpReply Parse(int code, string text)
    {
        string? enhanced = null;
        var lines = text.Split('\n').Select(line =>
        {
            var match = EnhancedStatus().Match(line);
            if (!match.Success)
                return line;

            enhanced ??= match.Groups[1].Value;
            return line[match.Length..];
        });

        // Materialised first: the enhanced code is found on the way.
        var joined = string.Join(' ', lines.ToArray());
        return new SmtpReply(code, enhanced, Shorten(HeaderText.Clean(joined)));
    }

    /// <summary>Our own words, where the server said nothing.</summary>
    public static SmtpReply Silent(string reason) => new(0, null, Shorten(HeaderText.Clean(reason)));

    /// <inheritdoc />
    public override string ToString() => Code == 0 ? Text : EnhancedCode is null ? $"{Code} {Text}" : $"{Code} {EnhancedCode} {Text}";

    private static string Shorten(string text) => text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText - 1)}…";

    [GeneratedRegex(@"^\s*([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)", RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedStatus();
}
