using DigiOne.Outreach.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace DigiOne.Outreach.Identity;

internal static class IdentityServices
{
    // A person whose stamp changed (left, signed out everywhere) is out within this time.
    private static readonly TimeSpan StampCheck = TimeSpan.FromMinutes(1);

    /// <summary>Adds people, their cookies, sign-in links, API tokens, and the rule that what names no policy is closed.</summary>
    internal static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // Empty means any: addresses may be in any script.
                options.User.AllowedUserNameCharacters = "";
            })
            .AddSignInManager()
            .AddUserStore<UserOnlyStore<Person, OutreachDb, Guid>>()
            .AddClaimsPrincipalFactory<PersonClaims>();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = StampCheck);

        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Scheme, null)
            .AddIdentityCookies();
        services.ConfigureOptions<PersonCookie>();
        services.AddAuthorization(Policies.Configure);
        services.AddProblemDetails();

        services.AddScoped<SignInLinks>();
        services.AddScoped<ApiTokens>();
        services.AddScoped<EditPerson>();
        return services;
    }
}
