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
        app.UseWhen(IsUnknownApi, api => api.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));
        app.UseRateLimiter();
        app.UseCookiePolicy();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.UseMiddleware<FormTokens>();
        app.UseAntiforgery();
        return app;
    }

    // Said before anyone is asked for a token: the API's addresses are no secret.
    private static bool IsUnknownApi(HttpContext context) => IsApi(context) && context.GetEndpoint() is null;

    internal static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
