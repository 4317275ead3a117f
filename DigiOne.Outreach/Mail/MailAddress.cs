using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>Reading of addresses that people typed.</summary>
public static class MailAddress
{
    private const int LongestAddress = 254;
    private const int LongestMailbox = 64;
    private const string Atext = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>
    /// Reads one address without display name: an unquoted mailbox of at most 64 octets, which may be UTF-8 (RFC 6531),
    /// at a domain name with a dot, which may be international; 254 octets in all (RFC 5321 4.5.3.1). Narrower than the
    /// grammar on purpose: quoted mailboxes, comments and address literals in a list of people are mistakes.
    /// </summary>
    /// <param name="text">What was typed; white space around it is dropped.</param>
    /// <param name="address">The address as typed.</param>
    /// <param name="problem">One sentence that says what is wrong, for a report per row.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? problem)
    {
        var candidate = text?.Trim() ?? "";
        problem = ProblemOf(candidate);
        address = problem is null ? candidate : null;
        return problem is null;
    }

    private static string? ProblemOf(string candidate)
    {
        if (candidate.Length == 0)
            return "The address is empty.";
        if (candidate.Length > LongestAddress)
            return TooLong;
        if (ProblemOfCharacters(candidate) is { } character)
            return character;

        var at = candidate.IndexOf('@');
        if (at < 0)
            return "The address has no @.";
        if (candidate.IndexOf('@', at + 1) >= 0)
            return "The address has more than one @.";

        return ProblemOfMailbox(candidate[..at]) ?? ProblemOfDomain(candidate[..at], candidate[(at + 1)..]) ?? AddressScripts.ProblemOf(candidate);
    }

    private static string TooLong => $"The address is longer than {LongestAddress} octets.";

    private static string? ProblemOfCharacters(string candidate)
    {
        for (var i = 0; i < candidate.Length; i++)
        {
            if (!Rune.TryGetRuneAt(candidate, i, out var rune))
                return "The address contains half a character.";

            if (Rune.IsWhiteSpace(rune))
                return "The address contains white space.";
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0)
                return $"The address contains the invisible character U+{rune.Value:X4}.";
            if (rune.Value is '<' or '>')
                return "Only the address is wanted, without a name or angle brackets.";
            if (rune.Value is ',' or ';')
                return "Only one address is wanted; this looks like several.";
            if (rune.Value is '"' or '(' or ')' or '\\' or '[' or ']' or ':')
                return $"The address contains the character {rune}, which no ordinary mailbox has.";

            i += rune.Utf16SequenceLength - 1;
        }

        return null;
    }

    private static string? ProblemOfMailbox(string mailbox)
    {
        if (mailbox.Length == 0)
            return "There is nothing before the @.";
        if (Encoding.UTF8.GetByteCount(mailbox) > LongestMailbox)
            return $"The part before the @ is longer than {LongestMailbox} octets.";
        if (mailbox[0] == '.' || mailbox[^1] == '.' || mailbox.Contains("..", StringComparison.Ordinal))
            return "The part before the @ has a dot too many.";

        foreach (var c in mailbox)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != '.' && !Atext.Contains(c, StringComparison.Ordinal))
                return $"The part before the @ contains the character {c}.";
        }

        return null;
    }

    private static string? ProblemOfDomain(string mailbox, string domain)
    {
        if (domain.Length == 0)
            return "There is nothing after the @.";
        if (!WireAddress.TryGetAsciiDomain(domain, out var ascii))
            return "The part after the @ is not a domain name.";

        var lastDot = ascii.LastIndexOf('.');
        if (lastDot < 0)
            return "The domain after the @ has no dot.";
        if (ascii[(lastDot + 1)..].All(char.IsAsciiDigit))
            return "The part after the @ is not a domain name.";

        var octets = Encoding.UTF8.GetByteCount(mailbox) + 1 + Math.Max(ascii.Length, Encoding.UTF8.GetByteCount(domain));
        return octets > LongestAddress ? TooLong : null;
    }
}
