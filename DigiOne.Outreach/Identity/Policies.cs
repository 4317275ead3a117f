using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Identity;

/// <summary>Names of what an endpoint asks of its caller. An endpoint that names none gets <see cref="Staff"/>.</summary>
internal static class Policies
{
    /// <summary>Any person with a role.</summary>
    internal const string Staff = "staff";

    /// <summary>Newsletters, posts and audience.</summary>
    internal const string Communicate = "communicate";

    /// <summary>Info sessions.</summary>
    internal const string Organise = "organise";

    /// <summary>Settings, people and audit.</summary>
    internal const string Administer = "administer";

    /// <summary>An API token with <see cref="ApiScopes.Read"/>.</summary>
    internal const string Api = "api";

    /// <summary>An API token with <see cref="ApiScopes.Write"/>.</summary>
    internal const string ApiWrite = "api-write";

    internal static void Configure(AuthorizationOptions options)
    {
        var staff = Person(Roles.Communications, Roles.Organiser, Roles.Administrator);
        options.FallbackPolicy = staff;
        options.DefaultPolicy = staff;
        options.AddPolicy(Staff, staff);
        options.AddPolicy(Communicate, Person(Roles.Communications, Roles.Administrator));
        options.AddPolicy(Organise, Person(Roles.Organiser, Roles.Communications, Roles.Administrator));
        options.AddPolicy(Administer, Person(Roles.Administrator));
        options.AddPolicy(Api, Token(ApiScopes.Read));
        options.AddPolicy(ApiWrite, Token(ApiScopes.Write));
    }

    private static AuthorizationPolicy Person(params string[] roles) =>
        new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).RequireRole(roles).Build();

    // Only the token's scheme: a browser's cookie never opens the API, which is why the API needs no antiforgery.
    private static AuthorizationPolicy Token(ApiScopes scope) =>
        new AuthorizationPolicyBuilder(ApiTokenHandler.Scheme)
            .RequireClaim(ApiTokenHandler.ScopeClaim, scope.ToString()).Build();
}
