namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing with its numbers, as the command line, the API and the pages say it.</summary>
public sealed record MailingReport
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc cref="Mailing.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Mailing.Kind"/>
    public required MailingKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required MailingStanding State { get; init; }

    /// <inheritdoc cref="Mailing.DueAt"/>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>All who are in its ledger; 0 until its audience is frozen.</summary>
    public required int Candidates { get; init; }

    /// <inheritdoc cref="MailingCounts.Waiting"/>
    public required int Waiting { get; init; }

    /// <inheritdoc cref="MailingCounts.Deferred"/>
    public required int Deferred { get; init; }

    /// <inheritdoc cref="MailingCounts.Sending"/>
    public required int Sending { get; init; }

    /// <inheritdoc cref="MailingCounts.Accepted"/>
    public required int Accepted { get; init; }

    /// <inheritdoc cref="MailingCounts.Rejected"/>
    public required int Rejected { get; init; }

    /// <inheritdoc cref="MailingCounts.Skipped"/>
    public required int Skipped { get; init; }

    /// <summary>Skipped, by reason; reasons without anyone are absent.</summary>
    public required IReadOnlyDictionary<SkipReason, int> SkippedBy { get; init; }

    /// <inheritdoc cref="MailingCounts.Cancelled"/>
    public required int Cancelled { get; init; }

    /// <inheritdoc cref="MailingCounts.InDoubt"/>
    public required int InDoubt { get; init; }

    /// <summary>Whether every candidate is accounted for.</summary>
    public required bool AddsUp { get; init; }

    /// <inheritdoc cref="Mailing.ContentHash"/>
    public required string ContentHash { get; init; }

    /// <inheritdoc cref="Mailing.Approver"/>
    public required string? Approver { get; init; }

    /// <summary>When the first message was accepted; null when none was.</summary>
    public required DateTimeOffset? FirstAcceptedAt { get; init; }

    /// <summary>When the last message was accepted so far; null when none was.</summary>
    public required DateTimeOffset? LastAcceptedAt { get; init; }

    /// <inheritdoc cref="Mailing.ClosedAt"/>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The closing account; null until the mailing is closed.</summary>
    public required CertificateReport? Certificate { get; init; }
}

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
    DateTimeOffset? LastAcceptedAt)
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
        certificate.LastAcceptedAt);
}
