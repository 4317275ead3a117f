using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Web.Public;

/// <summary>Signing out.</summary>
internal static class SignOut
{
    internal const string Path = "/signout";

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, async (SignInManager<Person> signIn) =>
        {
            await signIn.SignOutAsync();
            return TypedResults.LocalRedirect(SignIn.Path);
        }).AllowAnonymous();
}
