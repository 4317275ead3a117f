using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Whether an address could be read as another one. Scripts with letters that look alike (Unicode TR 39) do not meet in one
/// mailbox or label of a domain: <c>а</c> of Cyrillic among Latin letters is somebody else's address.
/// </summary>
internal static class AddressScripts
{
    // First and last letter of each block. Scripts that are written together, as Japanese with Latin, are none of them.
    private static readonly (int First, int Last, string Name)[] Alike =
    [
        (0x0041, 0x005A, Latin), (0x0061, 0x007A, Latin), (0x00C0, 0x024F, Latin), (0x1E00, 0x1EFF, Latin),
        (0x0370, 0x03FF, "Greek"), (0x1F00, 0x1FFF, "Greek"),
        (0x0400, 0x052F, "Cyrillic"), (0x1C80, 0x1C8F, "Cyrillic"), (0x2DE0, 0x2DFF, "Cyrillic"), (0xA640, 0xA69F, "Cyrillic"),
        (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x06FF, "Arabic"), (0x0750, 0x077F, "Arabic"),
        (0x10A0, 0x10FF, "Georgian"), (0x13A0, 0x13FF, "Cherokee"), (0xAB70, 0xABBF, "Cherokee"), (0x2C80, 0x2CFF, "Coptic"),
        (0x1400, 0x167F, "Canadian Aboriginal"), (0xA4D0, 0xA4FF, "Lisu"),
    ];

    private const string Latin = "Latin";

    /// <summary>One sentence that says what is wrong; null for an address of one script, or of scripts that nobody confuses.</summary>
    internal static string? ProblemOf(string address)
    {
        if (Ascii.IsValid(address))
            return null;
        var at = address.LastIndexOf('@');
        return ProblemOfPart(address[..at])
            ?? address[(at + 1)..].Split('.', '\u3002', '\uFF0E', '\uFF61').Select(ProblemOfPart).FirstOrDefault(problem => problem is not null);
    }

    private static string? ProblemOfPart(string part)
    {
        string? known = null;
        foreach (var rune in part.EnumerateRunes())
        {
            // Full-width and mathematical letters and the like stand for ordinary ones.
            if (rune.Value > 0x2000 && Rune.IsLetterOrDigit(rune) && rune.ToString() is var letter && letter.Normalize(NormalizationForm.FormKC) is var plain && Ascii.IsValid(plain) && plain != letter)
                return $"The address has {letter} (U+{rune.Value:X4}), which only looks like {plain}.";
            if (ScriptOf(rune) is not { } script)
                continue;
            if (known is not null && known != script)
                return $"\"{part}\" mixes letters of {known} and {script} that look alike; {rune} is U+{rune.Value.ToString("X4", CultureInfo.InvariantCulture)}.";
            known = script;
        }

        return null;
    }

    private static string? ScriptOf(Rune rune)
    {
        foreach (var (first, last, name) in Alike)
            if (rune.Value >= first && rune.Value <= last)
                return Rune.IsLetter(rune) ? name : null;
        return null;
    }
}
