using System.Globalization;
using CsvHelper;

namespace DigiOne.Outreach.Deliveries;

/// <summary>A certificate as a table: CSV as spreadsheets of every language read it (RFC 4180, UTF-8 with a byte order mark).</summary>
internal static class CertificateSheet
{
    /// <summary>Its media type.</summary>
    internal const string ContentType = "text/csv; charset=utf-8; header=present";

    private static readonly string[] Head =
    [
        "part", "name", "candidates", "accepted", "rejected", "skipped", "skipped_unsubscribed", "skipped_suppressed", "skipped_no_variant",
        "cancelled", "in_doubt", "version", "issued_at", "content_hash", "approver", "first_accepted_at", "last_accepted_at",
    ];

    private static readonly string[] OfTheWholeOnly = ["", "", "", "", "", ""];

    /// <summary>Writes it: the whole first, with what is said of it alone, then each language and each domain.</summary>
    internal static byte[] Write(Certificate certificate)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { WriteByteOrderMark = true, Injection = CsvInjection.Escape, NewLine = "\r\n" }, leaveOpen: true))
        {
            csv.WriteRecord(Head);
            var all = certificate.Counts;
            csv.WriteRecord([
                "all", "", Text(all.Candidates), Text(all.Accepted), Text(all.Rejected), Text(all.Skipped),
                .. Enum.GetValues<SkipReason>().Select(reason => Text(all.SkippedBy.GetValueOrDefault(reason))), Text(all.Cancelled), Text(all.InDoubt),
                Text(certificate.Version), Text(certificate.IssuedAt), certificate.ContentHash, certificate.Approver ?? "",
                Text(certificate.FirstAcceptedAt), Text(certificate.LastAcceptedAt)]);
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
        [kind, part.Name, Text(part.Candidates), Text(part.Accepted), Text(part.Rejected), Text(part.Skipped), "", "", "", Text(part.Cancelled), Text(part.InDoubt),
            .. OfTheWholeOnly];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // ISO 8601, as exact as the certificate itself.
    private static string Text(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) ?? "";
}
