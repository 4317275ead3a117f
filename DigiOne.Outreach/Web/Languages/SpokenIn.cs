using System.Globalization;

namespace DigiOne.Outreach.Web.Languages;

/// <summary>An answer in the language of whom it is for, where that is known better than by the browser.</summary>
internal sealed class SpokenIn(UiLanguage language, IResult answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language.Culture;
        return answer.ExecuteAsync(httpContext);
    }
}
