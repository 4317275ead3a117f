using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Web.Admin.Newsletters;

/// <summary>The HTML of a campaign's preview, one language at a time, for the frame on its page.</summary>
internal static class NewsletterPreview
{
    internal static string Href(Guid id, string language) => $"/admin/newsletters/{id}/preview/{language}";

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/admin/newsletters/{id:guid}/preview/{language}", ShowAsync).RequireAuthorization(Policies.Communicate);

    private static async Task<IResult> ShowAsync(Guid id, string language, PreviewCampaign preview, CancellationToken cancellationToken)
    {
        try
        {
            var mails = await preview.ExecuteAsync(new CampaignId(id), cancellationToken);
            return mails?.GetValueOrDefault(language) is { } mail ? new FramedMail(mail.Html, mayLoadImages: true) : TypedResults.NotFound();
        }
        catch (TemplateException)
        {
            // The page around the frame says where and why.
            return TypedResults.UnprocessableEntity();
        }
    }
}
