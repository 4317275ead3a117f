using DigiOne.Outreach.Configuration;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Identity;

/// <summary>The cookie of a signed-in person.</summary>
internal sealed class PersonCookie(IOptions<OrganisationOptions> organisation) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name != IdentityConstants.ApplicationScheme)
            return;

        options.Cookie.Name = CookieNames.For(organisation.Value, "person");
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = "/signin";
        options.LogoutPath = "/signout";
        options.ReturnUrlParameter = "back";
        // To a path: the host that a request names may be anybody's, and behind a proxy its scheme may be wrong.
        var redirect = options.Events.OnRedirectToLogin;
        options.Events.OnRedirectToLogin = context =>
        {
            context.RedirectUri = new Uri(context.RedirectUri).PathAndQuery;
            return redirect(context);
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}

/// <summary>Names of cookies.</summary>
internal static class CookieNames
{
    /// <summary>
    /// With <c>__Host-</c> where the service is reached by https: browsers then take the cookie only when it is secure and
    /// comes from this very host (RFC 6265bis 4.1.3.2). On http, as in a trial on one's own machine, they would refuse it.
    /// </summary>
    internal static string For(OrganisationOptions organisation, string purpose) =>
        (organisation.PublicBaseUrl.Scheme == Uri.UriSchemeHttps ? "__Host-outreach-" : "outreach-") + purpose;
}
