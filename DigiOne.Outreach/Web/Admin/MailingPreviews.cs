using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>What a mailing's people get, one language at a time, for the frame on its page.</summary>
internal static class MailingPreviews
{
    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/admin/mailings/{id:guid}/preview/{language}", ShowAsync);

    internal static string Href(MailingId id, string language) => $"/admin/mailings/{id}/preview/{Uri.EscapeDataString(language)}";

    private static async Task<IResult> ShowAsync(Guid id, string language, PreviewMailing preview, CancellationToken cancellationToken)
    {
        try
        {
            return await preview.ExecuteAsync(new(id), language, cancellationToken) is { } mail ? new FramedMail(mail.Html) : TypedResults.NotFound();
        }
        catch (TemplateException failure)
        {
            return new FramedMail(PlainTextHtml.Document(failure.Message, "en", ""));
        }
    }
}
