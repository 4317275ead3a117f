using System.Globalization;
using System.Text.Json;
using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Deliveries;

/// <summary>A certificate as a table for spreadsheets, its times by the clock on the organisation's wall.</summary>
internal static class CertificateSheet
{
    /// <summary>Its media type.</summary>
    internal const string ContentType = "text/csv; charset=utf-8; header=present";

    private static readonly string[] Head =
    [
        "part", "name", "candidates", "accepted", "rejected", "skipped",
        .. Enum.GetNames<SkipReason>().Select(reason => $"skipped_{JsonNamingPolicy.SnakeCaseLower.ConvertName(reason)}"),
        "cancelled", "in_doubt", "version", "issued_at", "content_hash", "approver", "first_accepted_at", "last_accepted_at", "time_zone",
    ];

    private static readonly string[] OfTheWholeOnly = ["", "", "", "", "", "", ""];

    /// <summary>Writes it: the whole first, with what is said of it alone, then each language and each domain.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="local">The organisation's time.</param>
    internal static byte[] Write(Certificate certificate, LocalTime local)
    {
        using var bytes = new MemoryStream();
        using (var csv = SheetFile.Write(bytes))
        {
            csv.WriteRecord(Head);
            var all = certificate.Counts;
            csv.WriteRecord([
                "all", "", Text(all.Candidates), Text(all.Accepted), Text(all.Rejected), Text(all.Skipped),
                .. Enum.GetValues<SkipReason>().Select(reason => Text(all.SkippedBy.GetValueOrDefault(reason))), Text(all.Cancelled), Text(all.InDoubt),
                Text(certificate.Version), Text(certificate.IssuedAt, local), certificate.ContentHash, certificate.Approver ?? "",
                Text(certificate.FirstAcceptedAt, local), Text(certificate.LastAcceptedAt, local), local.Zone]);
            foreach (var part in certificate.Languages)
                csv.WriteRecord(Cells("language", part));
            foreach (var part in certificate.Domains)
                csv.WriteRecord(Cells("domain", part));
        }

        return bytes.ToArray();
    }

    /// <summary>The name to save it under.</summary>
    internal static string FileName(Certificate certificate) => $"certificate-{certificate.MailingId}-{certificate.Version}.csv";

    private static string[] Cells(string kind, CertificatePart part) =>
        [kind, part.Name, Text(part.Candidates), Text(part.Accepted), Text(part.Rejected), Text(part.Skipped), .. Enum.GetNames<SkipReason>().Select(_ => ""),
            Text(part.Cancelled), Text(part.InDoubt), .. OfTheWholeOnly];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What Excel takes for a time in every language; parts of seconds it does not, and with an offset it is a mere text.
    private static string Text(DateTimeOffset? instant, LocalTime local) =>
        instant is { } at ? local.At(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
}
