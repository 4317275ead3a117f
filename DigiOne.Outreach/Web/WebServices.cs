using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigiOne.Outreach.Web;

internal static class WebServices
{
    /// <summary>Adds the pages. They need storage, identity, and <c>OrganisationOptions</c>.</summary>
    internal static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddLanguages();
        services.AddCookieRules();
        services.AddRateLimiter(SignInRate.Configure);
        services.AddSingleton<WebFiles>();
        services.AddSingleton<Display>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
