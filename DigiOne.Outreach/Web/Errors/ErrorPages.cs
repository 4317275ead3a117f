using System.Globalization;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Web.Languages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Errors;

/// <summary>
/// What a person sees when a page cannot be shown. Rendered on the spot instead of by running the pipeline again: signing
/// in or the database may be what failed.
/// </summary>
internal static class ErrorPages
{
    internal static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseWhen(WebPipeline.IsApi, api => api.UseExceptionHandler(new ExceptionHandlerOptions()).UseStatusCodePages());
        app.UseWhen(context => !WebPipeline.IsApi(context), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = context => RenderAsync(context, StatusOf(context)),
                // What a visitor did wrong is no fault of this program.
                SuppressDiagnosticsCallback = failed => failed.Exception is BadHttpRequestException,
            });
            pages.UseStatusCodePages(failed => RenderAsync(failed.HttpContext, failed.HttpContext.Response.StatusCode));
        });
    }

    private static int StatusOf(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        { } failure when DatabaseFailure.IsOfDatabase(failure) && DatabaseFailure.IsLost(failure) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static async Task RenderAsync(HttpContext context, int status)
    {
        // A page that failed half-way leaves its renderer unusable in its scope.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        // A page that answered 404 has set it already, and the result below adds it without looking.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = ChosenLanguage.Of(context).Culture;
        var page = new RazorComponentResult<ErrorPage>(new { Status = status, TraceId = context.TraceIdentifier }) { StatusCode = status };
        await page.ExecuteAsync(context);
    }
}
