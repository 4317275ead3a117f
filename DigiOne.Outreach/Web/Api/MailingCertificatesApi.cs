using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Web.Api;

/// <summary>The closing accounts of a mailing, every version.</summary>
internal static class MailingCertificatesApi
{
    internal static void Map(RouteGroupBuilder mailings)
    {
        mailings.MapGet("/{id:guid}/certificates", ListAsync)
            .Reads<CertificateReport[]>("getCertificates", "A mailing's certificates, the newest first, with numbers per language and domain");
        mailings.MapGet("/{id:guid}/certificates/{version:int}/csv", SheetAsync)
            .Reads<string>("getCertificateSheet", "One certificate as CSV");
    }

    private static async Task<IResult> ListAsync(Guid id, FindCertificates find, MailingSummaries mailings, CancellationToken cancellationToken) =>
        await mailings.FindAsync(new(id), cancellationToken) is null
            ? ApiAnswers.Missing()
            : TypedResults.Ok((await find.ExecuteAsync(new(id), cancellationToken)).Select(CertificateReport.Of));

    private static async Task<IResult> SheetAsync(Guid id, int version, FindCertificates find, LocalTime local, CancellationToken cancellationToken) =>
        await find.FindAsync(new(id), version, cancellationToken) is { } found
            ? TypedResults.File(CertificateSheet.Write(found, local), CertificateSheet.ContentType, CertificateSheet.FileName(found))
            : ApiAnswers.Missing();
}
