namespace DigiOne.Outreach.Deliveries;

/// <summary>A certificate's own numbers, as they were when it was issued.</summary>
public sealed record CertificateReport(
    int Version,
    DateTimeOffset IssuedAt,
    string ContentHash,
    string? Approver,
    int Candidates,
    int Accepted,
    int Rejected,
    int Skipped,
    IReadOnlyDictionary<SkipReason, int> SkippedBy,
    int Cancelled,
    int InDoubt,
    bool AddsUp,
    DateTimeOffset? FirstAcceptedAt,
    DateTimeOffset? LastAcceptedAt,
    IReadOnlyList<CertificatePart> Languages,
    IReadOnlyList<CertificatePart> Domains)
{
    /// <summary>Of a certificate.</summary>
    internal static CertificateReport Of(Certificate certificate) => new(
        certificate.Version,
        certificate.IssuedAt,
        certificate.ContentHash,
        certificate.Approver,
        certificate.Counts.Candidates,
        certificate.Counts.Accepted,
        certificate.Counts.Rejected,
        certificate.Counts.Skipped,
        certificate.Counts.SkippedBy,
        certificate.Counts.Cancelled,
        certificate.Counts.InDoubt,
        certificate.Counts.AddsUp,
        certificate.FirstAcceptedAt,
        certificate.LastAcceptedAt,
        certificate.Languages,
        certificate.Domains);
}
