using System.Globalization;

namespace DigiOne.Outreach.Web.Languages;

/// <summary>A language that the pages are written in.</summary>
/// <param name="Code">BCP 47 language, as in <c>lang</c>.</param>
/// <param name="Name">Its name in itself.</param>
/// <param name="Culture">How dates and numbers are written in it here.</param>
internal sealed record UiLanguage(string Code, string Name, CultureInfo Culture)
{
    /// <summary>All of them, the default first.</summary>
    internal static readonly IReadOnlyList<UiLanguage> All =
    [
        new("fi", "Suomi", CultureInfo.GetCultureInfo("fi-FI")),
        new("sv", "Svenska", CultureInfo.GetCultureInfo("sv-FI")),
        new("en", "English", CultureInfo.GetCultureInfo("en-GB")),
    ];

    /// <summary>The language of this request.</summary>
    internal static UiLanguage Current => Find(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? All[0];

    internal static UiLanguage? Find(string? code) => All.FirstOrDefault(language => language.Code == code);
}
