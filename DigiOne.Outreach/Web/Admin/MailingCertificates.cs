using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>A mailing's certificates as files.</summary>
internal static class MailingCertificates
{
    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/admin/mailings/{id:guid}/certificate/{version:int}.csv", async (
            Guid id, int version, FindCertificates find, LocalTime local, CancellationToken cancellationToken) =>
            await find.FindAsync(new(id), version, cancellationToken) is { } found
                ? TypedResults.File(CertificateSheet.Write(found, local), CertificateSheet.ContentType, CertificateSheet.FileName(found))
                : (IResult)TypedResults.NotFound());

    /// <summary>One version as CSV.</summary>
    internal static string SheetHref(Certificate certificate) => $"/admin/mailings/{certificate.MailingId}/certificate/{certificate.Version}.csv";
}
