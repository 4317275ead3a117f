using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Web.Security;

internal static class CookieServices
{
    /// <summary>One rule for all cookies: hidden from script, not sent from other sites' forms, and secure where the service is reached by https.</summary>
    internal static IServiceCollection AddCookieRules(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<OrganisationOptions>>((antiforgery, organisation) =>
        {
            antiforgery.Cookie.Name = CookieNames.For(organisation.Value, "form");
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.Path = "/";
            antiforgery.FormFieldName = "form-token";
            // frame-ancestors in the content security policy says it better.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddOptions<CookiePolicyOptions>().Configure<IOptions<OrganisationOptions>>((rules, organisation) =>
        {
            rules.HttpOnly = HttpOnlyPolicy.Always;
            rules.MinimumSameSitePolicy = SameSiteMode.Lax;
            rules.Secure = organisation.Value.PublicBaseUrl.Scheme == Uri.UriSchemeHttps
                ? CookieSecurePolicy.Always
                : CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }
}
