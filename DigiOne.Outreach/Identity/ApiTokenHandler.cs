using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Identity;

/// <summary>Recognises <c>Authorization: Bearer dgo_...</c> (RFC 6750) and refuses in problem+json.</summary>
internal sealed class ApiTokenHandler(
    ApiTokens tokens,
    IProblemDetailsService problems,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal new const string Scheme = "ApiToken";
    internal const string ScopeClaim = "scope";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer + ApiTokens.Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var token = await tokens.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
        return token is null
            ? AuthenticateResult.Fail("Unknown, expired or revoked token.")
            : AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(token), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(
            StatusCodes.Status401Unauthorized, "A valid API token is needed",
            "Send the header \"Authorization: Bearer dgo_...\". Make a token with: token create");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return RefuseAsync(
            StatusCodes.Status403Forbidden, "This token may not do that", "The token lacks a scope that this operation asks for.");
    }

    private async Task RefuseAsync(int status, string title, string detail)
    {
        Response.StatusCode = status;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = Context,
            ProblemDetails = { Status = status, Title = title, Detail = detail },
        });
    }

    private static ClaimsPrincipal PrincipalOf(ApiToken token)
    {
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, token.Id.ToString()),
            new(ClaimTypes.Name, token.Name),
            .. Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && token.Scopes.HasFlag(scope))
                .Select(scope => new Claim(ScopeClaim, scope.ToString())),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
    }
}
