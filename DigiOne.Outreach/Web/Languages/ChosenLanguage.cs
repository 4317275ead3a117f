using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace DigiOne.Outreach.Web.Languages;

/// <summary>The person's setting, else what the link says, else the cookie, else what the browser asks for, else Finnish.</summary>
internal sealed class ChosenLanguage : RequestCultureProvider
{
    internal const string Cookie = "outreach-language";

    /// <summary>The part of an address's query by which a link says its language.</summary>
    internal const string Query = "lang";

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult<ProviderCultureResult?>(new(Of(httpContext).Culture.Name));

    internal static UiLanguage Of(HttpContext context) =>
        UiLanguage.Find(context.User.FindFirst(PersonClaims.Language)?.Value)
        ?? UiLanguage.Find(context.Request.Query[Query])
        ?? UiLanguage.Find(context.Request.Cookies[Cookie])
        ?? Asked(context.Request)
        ?? UiLanguage.All[0];

    private static UiLanguage? Asked(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(wish => wish.Quality is null or > 0)
            .OrderByDescending(wish => wish, StringWithQualityHeaderValueComparer.QualityComparer)
            .Select(wish => UiLanguage.Find(wish.Value.Value?.Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(language => language is not null);
}
