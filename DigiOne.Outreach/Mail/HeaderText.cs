using System.Buffers;
using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>Makes what a person typed fit to stand in a header.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Ordinary = SearchValues.Create(
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0x00C0, 0x0250 - 0x00C0)).Select(c => (char)c)));

    /// <summary>
    /// One line without control characters, which could start a header of their own, and without bidirectional and
    /// zero-width ones, which could make a sender look like someone else. The joiners of emoji and of scripts stay.
    /// </summary>
    internal static string Clean(string text)
    {
        if (IsClean(text))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                    clean.Append(' ');
            }
            else if (!IsInvisible(rune.Value))
            {
                clean.Append(rune);
            }
        }

        // Typed text that looks encoded would be decoded on arrival, to anything that was taken out above (RFC 2047).
        return clean.ToString().TrimEnd(' ').Replace("=?", "= ?", StringComparison.Ordinal);
    }

    // Nearly all are: a subject or a name of Latin letters without doubled blanks
    private static bool IsClean(string text)
        => text.Length == 0 || (!text.AsSpan().ContainsAnyExcept(Ordinary) && text[0] != ' ' && text[^1] != ' '
            && !text.Contains("  ", StringComparison.Ordinal) && !text.Contains("=?", StringComparison.Ordinal));

    private static bool IsInvisible(int value) => value is
        0x00AD or 0x061C or 0x180E or 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF;
}
