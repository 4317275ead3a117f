using Microsoft.AspNetCore.Http.Features;

namespace DigiOne.Outreach.Web.Security;

/// <summary>
/// Refuses U+0000 in an address's query and in a form: PostgreSQL stores and compares no such text, and nobody means it. A form
/// that an endpoint reads by itself is not looked at.
/// </summary>
internal sealed class ZeroCharacters(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var form = context.Features.Get<IFormFeature>()?.Form ?? FormCollection.Empty;
        if (context.Request.Query.Concat(form).FirstOrDefault(field => HasZero(field.Key) || field.Value.Any(HasZero)) is not { Key: { } name })
        {
            await next(context);
            return;
        }

        if (WebPipeline.IsApi(context))
            throw new BadHttpRequestException($"{name.Replace("\0", "", StringComparison.Ordinal)} holds the character U+0000.");
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
    }

    private static bool HasZero(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
