using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Web.Public;

/// <summary>Signing in by a one-time link: GET shows, POST acts, both on one address.</summary>
internal static class SignIn
{
    internal const string Path = "/signin";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Path).AllowAnonymous();
        pages.MapGet("", () => new RazorComponentResult<SignInHelpPage>());
        pages.MapGet("/{token}", ShowAsync);
        pages.MapPost("/{token}", TakeAsync).RequireRateLimiting(SignInRate.Policy);
    }

    private static async Task<IResult> ShowAsync(string token, SignInLinks links, CancellationToken cancellationToken) =>
        Page(await links.LookAsync(token, cancellationToken));

    private static async Task<IResult> TakeAsync(
        string token, SignInLinks links, SignInManager<Person> signIn, CancellationToken cancellationToken)
    {
        var state = await links.ConsumeAsync(token, cancellationToken);
        if (state is not SignInLinkState.Usable { Person: var person })
            return Page(state);

        await signIn.SignInAsync(person, isPersistent: false);
        return TypedResults.LocalRedirect("/admin");
    }

    private static RazorComponentResult<SignInPage> Page(SignInLinkState state) =>
        new(new { State = state })
        {
            StatusCode = state switch
            {
                SignInLinkState.Usable => StatusCodes.Status200OK,
                SignInLinkState.Unknown => StatusCodes.Status404NotFound,
                _ => StatusCodes.Status410Gone,
            },
        };
}
