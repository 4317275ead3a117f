using System.Text;

namespace DigiOne.Outreach.Storage;

/// <summary>Text of strangers as both engines take it.</summary>
internal static class PlainText
{
    /// <summary>The text without NULs and halves of characters, which PostgreSQL refuses, and no longer than this.</summary>
    internal static string Of(string text, int most)
    {
        var cut = text.Length <= most ? text : text[..most];
        if (cut.IndexOf('\0', StringComparison.Ordinal) < 0 && !HasLoneSurrogate(cut))
            return cut;
        var whole = new StringBuilder(cut.Length);
        foreach (var rune in cut.EnumerateRunes())
            if (rune.Value != 0)
                whole.Append(rune);
        return whole.Length <= most ? whole.ToString() : whole.ToString(0, most);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return true;
        return false;
    }
}
