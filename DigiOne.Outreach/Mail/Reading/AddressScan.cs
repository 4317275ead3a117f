using System.Collections.Frozen;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Finds addresses in what systems write, and cleans them.</summary>
internal static class AddressScan
{
    private const int LongestMailbox = 128;
    private const int LongestDomain = 255;
    private const int MostAddresses = 200;
    private const string Atext = ".!#$%&*+-/=?^_`{|}~'";

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "smtp", "rfc822", "rfc-822", "rcpt", "to", "mailto", "email", "addr", "address", "user", "recipient", "orcpt");

    /// <summary>All addresses in a text, in their order.</summary>
    /// <param name="text">Where to look.</param>
    /// <param name="needsDot">Whether a domain without a dot is none.</param>
    internal static List<FoundAddress> Find(string text, bool needsDot = true)
    {
        var found = new List<FoundAddress>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < MostAddresses; at = text.IndexOf('@', at + 1))
            if (Around(text, at, needsDot) is { } address)
                found.Add(address);
        return found;
    }

    /// <summary>The only or first address of a text; null where there is none.</summary>
    internal static string? First(string? text, bool needsDot = true) =>
        text is null ? null : Find(text, needsDot) is [var first, ..] ? first.Address : null;

    private static FoundAddress? Around(string text, int at, bool needsDot)
    {
        var end = DomainEnd(text, at + 1);
        var domain = text.AsSpan(at + 1, end - at - 1);
        if (domain.IsEmpty || (needsDot && !HasTopLevel(domain)))
            return null;

        var start = MailboxStart(text, at);
        if (start == at)
            return null;
        var mailbox = text[start..at];
        return new FoundAddress($"{Unquoted(mailbox)}@{domain}", start, end);
    }

    private static int DomainEnd(string text, int from)
    {
        var end = from;
        if (end < text.Length && text[end] == '[')
        {
            var close = text.IndexOf(']', end, Math.Min(text.Length - end, 60));
            return close < 0 ? from : close + 1;
        }

        while (end < text.Length && end - from < LongestDomain && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.' or '_' || char.IsHighSurrogate(text[end])))
        {
            // A sentence ends, or a dot was doubled.
            if (text[end] == '.' && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
                break;
            // Text in a script without blanks goes on right after an address.
            if (text[end] >= 0x2E80 && end > from && text[end - 1] < 0x80)
                break;
            end++;
        }

        while (end > from && text[end - 1] is '-' or '_' or '.')
            end--;
        return end;
    }

    private static int MailboxStart(string text, int at)
    {
        if (at > 1 && text[at - 1] == '"')
        {
            var open = text.LastIndexOf('"', at - 2, Math.Min(at - 1, LongestMailbox));
            if (open >= 0 && !text.AsSpan(open, at - open).Contains('\n'))
                return open;
        }

        var start = at;
        while (start > 0 && at - start < LongestMailbox && IsMailbox(text[start - 1]) && !(text[start - 1] >= 0x2E80 && start < at && text[start] < 0x80))
            start--;
        // What quotes, lists or encodes is not of the mailbox: 'x@y', *x@y, =3Dx@y, --x@y.
        while (start < at && text[start] is '\'' or '`' or '*' or '.' or '=' or '-' or '~' or '|' or '/' or '&' or '#' or '!')
            start = text[start] == '=' && start + 2 < at && text[start + 1] == '3' && text[start + 2] is 'D' or 'd' or 'C' or 'c' ? start + 3 : start + 1;
        // Bang paths and X.400 attributes lead to the mailbox after the sign: /x@y, SMTP=x@y. In a=b@c of bounce addresses nothing does.
        if (start == at)
            return at;
        foreach (var sign in "/|")
            if (text.LastIndexOf(sign, at - 1, at - start) is >= 0 and var last && last + 1 < at)
                start = last + 1;
        if (text.IndexOf('=', start, at - start) is >= 0 and var equals && equals + 1 < at && Attributes.Contains(text[start..equals]))
            start = equals + 1;
        return start;
    }

    private static bool IsMailbox(char letter) => char.IsLetterOrDigit(letter) || Atext.Contains(letter, StringComparison.Ordinal) || (letter > 0x7F && !char.IsWhiteSpace(letter) && !char.IsPunctuation(letter));

    // "user name"@domain keeps its quotes where it needs them.
    private static string Unquoted(string mailbox)
    {
        if (mailbox is not ['"', .. var inner, '"'] || inner.Length == 0)
            return mailbox;
        return inner.All(letter => char.IsLetterOrDigit(letter) || Atext.Contains(letter, StringComparison.Ordinal)) ? inner : mailbox;
    }

    private static bool HasTopLevel(ReadOnlySpan<char> domain)
    {
        if (domain[0] == '[')
            return true;
        var dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot > 1 && !char.IsAsciiDigit(domain[dot + 1]);
    }
}
