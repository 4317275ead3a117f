using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Newsletters;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>What people would get or got, one language at a time, for the frame of a <see cref="MailPreview"/>.</summary>
internal static class MailPreviews
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Href("/admin/mailings/{id:guid}"), (Guid id, string language, PreviewMailing preview, CancellationToken cancellationToken) =>
            FramedMail.OfAsync(() => preview.ExecuteAsync(new(id), language, cancellationToken)));
        endpoints.MapGet(Href("/admin/newsletters/{id:guid}"), (Guid id, string language, PreviewCampaign preview, CancellationToken cancellationToken) =>
            FramedMail.OfAsync(
                async () => (await preview.ExecuteAsync(new(id), cancellationToken))?.GetValueOrDefault(language), mayLoadImages: true))
            .RequireAuthorization(Policies.Communicate);
    }

    /// <summary>Address of the frame on a page.</summary>
    /// <param name="page">Address of the page.</param>
    /// <param name="language">The language, escaped.</param>
    internal static string Href(string page, string language = "{language}") => $"{page}/preview/{language}";
}
