using System.Globalization;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Configuration;

/// <summary>Languages by their BCP 47 tags, e.g. <c>fi</c>, <c>sv-FI</c>.</summary>
public static partial class LanguageTag
{
    /// <summary>Whether the text is a well-formed tag of a language that exists.</summary>
    public static bool IsKnown(string tag)
    {
        if (!Form().IsMatch(tag))
            return false;

        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
