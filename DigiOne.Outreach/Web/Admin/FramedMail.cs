using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>
/// A mail's HTML for a sandboxed frame of ours. It is content from elsewhere, so it comes under a policy of its own: no
/// script, no form, nothing loaded from anywhere, and an origin that is not this host even when opened by itself. Its
/// own styles are allowed, for mail has no other way.
/// </summary>
internal sealed class FramedMail(string html) : IResult
{
    internal const string Policy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private readonly ContentHttpResult _content = TypedResults.Text(html, "text/html", Encoding.UTF8);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return _content.ExecuteAsync(httpContext);
    }
}
