using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Codes in what systems write: enhanced status (RFC 3463) and replies (RFC 5321).</summary>
internal static partial class StatusCode
{
    private const int MostLooked = 4000;

    /// <summary>The enhanced code that says most: the first whose detail is not zero, else the first; null where there is none.</summary>
    internal static string? Find(string? text)
    {
        string? vague = null;
        if (text is null || text.IndexOf('.', StringComparison.Ordinal) < 0)
            return null;
        foreach (var match in Enhanced().EnumerateMatches(text.AsSpan(0, Math.Min(text.Length, MostLooked))))
        {
            var code = text.AsSpan(match.Index, match.Length).Trim("(#=[:<;- \t\n").ToString();
            if (IsPartOfNumber(text, match.Index + match.Length))
                continue;
            if (!IsVague(code))
                return code;
            vague ??= code;
        }

        return vague;
    }

    /// <summary>Whether a code tells no more than its class, or less.</summary>
    internal static bool IsVague(string? code) => code is null || code.EndsWith(".0.0", StringComparison.Ordinal) || code[0] == '2';

    /// <summary>The first reply code of a refusal; null where there is none.</summary>
    internal static string? FindReply(string? text)
    {
        if (text is null)
            return null;
        foreach (var match in Reply().EnumerateMatches(text.AsSpan(0, Math.Min(text.Length, MostLooked))))
        {
            var reply = text.AsSpan(match.Index, match.Length);
            var digit = reply.IndexOfAny('4', '5');
            return reply.Slice(digit, 3).ToString();
        }

        return null;
    }

    // 5.1.1.2 is an address, or a version.
    private static bool IsPartOfNumber(string text, int end) =>
        end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])));

    [GeneratedRegex(@"(?:^|[\s(#=\[:<;-])[245]\.\d{1,3}\.\d{1,3}", RegexOptions.NonBacktracking)]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"(?:^|[\s(#=\[:<;'""])(?:4[2-9]\d|45\d|5[0-7]\d)(?:[\s\-,:;)#]|$)", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Reply();
}
