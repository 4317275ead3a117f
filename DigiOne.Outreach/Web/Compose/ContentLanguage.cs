using System.Globalization;
using DigiOne.Outreach.Web.Languages;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Languages that content is written in.</summary>
internal static class ContentLanguage
{
    /// <summary>Its name in itself.</summary>
    internal static string NameOf(string code)
    {
        if (UiLanguage.Find(code) is { } known)
            return known.Name;
        var name = CultureInfo.GetCultureInfo(code).NativeName;
        return char.ToUpper(name[0], CultureInfo.CurrentCulture) + name[1..];
    }
}
