using System.Text;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>
/// A mail's HTML for a sandboxed frame of ours, at an address of its own: what a page frames by <c>srcdoc</c> inherits the
/// page's policy and loses its styles.
/// </summary>
/// <param name="html">The mail's HTML.</param>
/// <param name="mayLoadImages">Whether images come from the web: only where their author looks at what is being written.</param>
internal sealed class FramedMail(string html, bool mayLoadImages = false) : IResult
{
    private readonly ContentHttpResult _content = TypedResults.Text(html, "text/html", Encoding.UTF8);

    /// <summary>What a template became; 422 when it fails, for the page around the frame says where and why.</summary>
    /// <param name="rendering">Gives null when there is nothing to show: then 404.</param>
    /// <param name="mayLoadImages">Whether images come from the web.</param>
    internal static async Task<IResult> OfAsync(Func<Task<RenderedMail?>> rendering, bool mayLoadImages = false)
    {
        try
        {
            return await rendering() is { } mail ? new FramedMail(mail.Html, mayLoadImages) : TypedResults.NotFound();
        }
        catch (TemplateException)
        {
            return TypedResults.UnprocessableEntity();
        }
    }

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ForeignContent.Confine(httpContext.Response, mayLoadImages);
        return _content.ExecuteAsync(httpContext);
    }
}
