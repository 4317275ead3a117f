using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Web.Admin.Newsletters;

/// <summary>
/// The HTML of a campaign's preview, for a frame. At an address of its own, since what a page frames by <c>srcdoc</c>
/// inherits the page's policy and loses its styles.
/// </summary>
internal static class NewsletterPreview
{
    // It may look like itself, and do nothing.
    private const string Policy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    internal static string Href(Guid id, string language) => $"/admin/newsletters/{id}/preview/{language}";

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/admin/newsletters/{id:guid}/preview/{language}", ShowAsync).RequireAuthorization(Policies.Communicate);

    private static async Task<IResult> ShowAsync(
        Guid id, string language, PreviewCampaign preview, HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            var mails = await preview.ExecuteAsync(new CampaignId(id), cancellationToken);
            if (mails?.GetValueOrDefault(language) is not { } mail)
                return TypedResults.NotFound();
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Content(mail.Html, "text/html; charset=utf-8");
        }
        catch (TemplateException)
        {
            // The page around the frame says where and why.
            return TypedResults.UnprocessableEntity();
        }
    }
}
