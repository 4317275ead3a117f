using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Text as it is compared where people search and choose: small letters, without their marks. On either engine <c>fold_text</c> does
/// it; PostgreSQL's knows the letters of Europe's Latin alphabets.
/// </summary>
internal static class FoldedText
{
    /// <summary>Its name in SQL.</summary>
    internal const string Function = "fold_text";

    /// <summary>The text, folded.</summary>
    internal static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                folded.Append(letter);
        return folded.ToString();
    }
}
