using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Identity;

/// <summary>Puts into the cookie what every page needs to know about its reader, so that no page asks the database for it.</summary>
internal sealed class PersonClaims(UserManager<Person> people, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Person>(people, options)
{
    internal const string Language = "language";
    internal const string ShownName = "shown_name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Person user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(ShownName, user.ShownName));
        if (user.Language is { } language)
            identity.AddClaim(new Claim(Language, language));
        return identity;
    }
}
