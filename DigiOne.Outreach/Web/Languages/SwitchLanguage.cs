using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Languages;

/// <summary>The language switch at the foot of every page.</summary>
internal static class SwitchLanguage
{
    internal const string Path = "/language";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        [FromForm] string language, [FromForm] string? back, EditPerson edit, HttpContext context)
    {
        if (UiLanguage.Find(language) is not { } chosen)
            return TypedResults.BadRequest();

        context.Response.Cookies.Append(
            ChosenLanguage.Cookie, chosen.Code,
            new CookieOptions { MaxAge = Remembered, SameSite = SameSiteMode.Lax, HttpOnly = true, Path = "/", IsEssential = true });
        if (context.User.Identity?.IsAuthenticated == true)
            await edit.ExecuteAsync(context.User, name: null, chosen.Code);
        return TypedResults.LocalRedirect(LocalPath.Of(WithoutLanguage(back)));
    }

    // What the link said is over once the reader has chosen.
    private static string? WithoutLanguage(string? back)
    {
        if (back?.Split('?', 2) is not [var path, var query])
            return back;
        var rest = string.Join('&', query.Split('&').Where(part => !part.StartsWith(ChosenLanguage.Query + "=", StringComparison.Ordinal)));
        return rest.Length == 0 ? path : $"{path}?{rest}";
    }
}
