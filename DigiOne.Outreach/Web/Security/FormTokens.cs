using Microsoft.AspNetCore.Antiforgery;

namespace DigiOne.Outreach.Web.Security;

/// <summary>
/// Refuses every unsafe request that carries no antiforgery token, unless its endpoint says <c>DisableAntiforgery()</c> or
/// belongs to the API, which no cookie opens. ASP.NET Core alone asks only of endpoints that bind a form.
/// </summary>
internal sealed class FormTokens(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsToken(context) && !await HasTokenAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    }

    private async Task<bool> HasTokenAsync(HttpContext context)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(context);
        }
        catch (Exception unreadable) when (unreadable is AntiforgeryValidationException or NotSupportedException)
        {
            // No form that can be read: too long, broken off, in UTF-7, or made to be so.
            return false;
        }
    }

    private static bool NeedsToken(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation != false
        && !WebPipeline.IsApi(context)
        && !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsHead(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method);
}
