using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Text that people typed, without what could hide in it: control and format characters (line breaks reach into mail
/// headers, bidirectional marks turn a name around), runs of blanks as one. Unicode NFC.
/// </summary>
public static class CleanText
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>The text as it may be stored.</summary>
    public static string Of(string text)
    {
        if (IsClean(text))
            return text;
        var clean = new StringBuilder(text.Length);
        var blank = false;
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                blank = true;
            else if (!IsHidden(rune))
            {
                if (blank && clean.Length > 0)
                    clean.Append(' ');
                blank = false;
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    // Most cells of most files: printable letters of the Latin blocks, which are NFC as they stand, and single blanks between them.
    private static bool IsClean(string text)
    {
        var blank = true;
        foreach (var letter in text)
        {
            if (letter is not (' ' or (> ' ' and <= '~') or (> '\u00A0' and <= '\u024F' and not '\u00AD')) || (blank && letter == ' '))
                return false;
            blank = letter == ' ';
        }

        return text.Length == 0 || !blank;
    }

    // Joiners shape letters in some scripts, and emoji.
    private static bool IsHidden(Rune rune) =>
        rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
}
