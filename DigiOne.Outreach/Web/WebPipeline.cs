using DigiOne.Outreach.Web.Api;
using DigiOne.Outreach.Web.Errors;
using DigiOne.Outreach.Web.Security;

namespace DigiOne.Outreach.Web;

internal static class WebPipeline
{
    private const string AYear = "public, max-age=31536000, immutable";

    /// <summary>
    /// The way of a request, before the endpoints. The order matters: headers and error pages surround everything; the
    /// language and the form tokens depend on the person.
    /// </summary>
    internal static WebApplication UseWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = app.Services.GetRequiredService<WebFiles>().Provider,
            OnPrepareResponse = file =>
            {
                if (file.Context.Request.Query.ContainsKey("v"))
                    file.Context.Response.Headers.CacheControl = AYear;
            },
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseCookiePolicy();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseWhen(context => context.GetEndpoint() is not RouteEndpoint, unmatched => unmatched.Run(AnswerUnmatched));
        app.UseAuthorization();
        app.UseMiddleware<FormTokens>();
        app.UseAntiforgery();
        app.UseMiddleware<ZeroCharacters>();
        app.UseMiddleware<JsonBody>();
        return app;
    }

    // An address that does not exist says so to anyone, and so does routing's own answer to a wrong method or type of body:
    // neither carries a policy, and asking to sign in would hide what is wrong.
    private static Task AnswerUnmatched(HttpContext context)
    {
        if (context.GetEndpoint()?.RequestDelegate is { } answer)
            return answer(context);

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    internal static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
