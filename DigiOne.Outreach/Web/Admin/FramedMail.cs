using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>
/// A mail's HTML for a sandboxed frame of ours, at an address of its own: what a page frames by <c>srcdoc</c> inherits the
/// page's policy and loses its styles. It comes under a policy of its own: no script, no form, nothing loaded from anywhere,
/// and an origin that is not this host even when opened by itself. Its own styles are allowed, for mail has no other way.
/// </summary>
/// <param name="html">The mail's HTML.</param>
/// <param name="mayLoadImages">Whether images come from the web: only where their author looks at what is being written.</param>
internal sealed class FramedMail(string html, bool mayLoadImages = false) : IResult
{
    private readonly ContentHttpResult _content = TypedResults.Text(html, "text/html", Encoding.UTF8);

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentSecurityPolicy =
            $"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src {(mayLoadImages ? "https: data:" : "data:")}; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        return _content.ExecuteAsync(httpContext);
    }
}
