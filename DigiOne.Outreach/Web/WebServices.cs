using System.Text.Encodings.Web;
using System.Text.Unicode;
using DigiOne.Outreach.Web.Admin;
using DigiOne.Outreach.Web.Compose;
using DigiOne.Outreach.Web.Languages;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace DigiOne.Outreach.Web;

internal static class WebServices
{
    /// <summary>Adds the pages. They need storage, identity, and <c>OrganisationOptions</c>.</summary>
    internal static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        // Pages are UTF-8: ä stays ä.
        services.Configure<WebEncoderOptions>(encoders => encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddCascadingAuthenticationState();
        services.AddLanguages();
        services.AddCookieRules();
        services.AddRateLimiter(SignInRate.Configure).Configure<RateLimiterOptions>(RenderQueue.Configure);
        services.AddSingleton<WebFiles>();
        services.AddSingleton<Display>();
        services.AddSingleton<Explain>();
        services.AddSingleton<Leaving>();
        services.AddSingleton<LiveStream>();
        services.AddSingleton<RetryTexts>();
        services.AddScoped<CapturedReader>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
