namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing with its numbers, as the command line and the API say it.</summary>
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

    /// <inheritdoc cref="MailingDetails.MissingSender"/>
    public required string? MissingSender { get; init; }

    /// <inheritdoc cref="MailingDetails.WaitsUntil"/>
    public required DateTimeOffset? WaitsUntil { get; init; }

    /// <inheritdoc cref="MailingDetails.DomainLimits"/>
    public required IReadOnlyList<DomainLimit> DomainLimits { get; init; }

    /// <inheritdoc cref="MailingDetails.CanaryLimit"/>
    public required DomainLimit? CanaryLimit { get; init; }

    /// <summary>What they wait for until then; null when they do not wait.</summary>
    public required QuietReason? QuietReason { get; init; }

    /// <inheritdoc cref="MailingDetails.Halt"/>
    public required MailingHalt? Halt { get; init; }

    /// <inheritdoc cref="MailingDetails.CanaryUntil"/>
    public required DateTimeOffset? CanaryUntil { get; init; }

    /// <inheritdoc cref="Mailing.TrippedRejected"/>
    public required int? TrippedRejected { get; init; }

    /// <inheritdoc cref="Mailing.TrippedTried"/>
    public required int? TrippedTried { get; init; }

    /// <inheritdoc cref="MailingDetails.RelayTrouble"/>
    public required RelayTrouble? RelayTrouble { get; init; }

    /// <summary>All who are in its ledger; 0 until its audience is frozen.</summary>
    public required int Candidates { get; init; }

    /// <inheritdoc cref="MailingCounts.Waiting"/>
    public required int Waiting { get; init; }

    /// <inheritdoc cref="MailingCounts.Limited"/>
    public required int Limited { get; init; }

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

    /// <inheritdoc cref="FeedbackCounts.Bounced"/>
    public required int Bounced { get; init; }

    /// <inheritdoc cref="FeedbackCounts.Complained"/>
    public required int Complained { get; init; }

    /// <summary>Whether every candidate is accounted for.</summary>
    public required bool AddsUp { get; init; }

    /// <inheritdoc cref="Mailing.SumWrongAt"/>
    public required DateTimeOffset? SumWrongAt { get; init; }

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

    /// <inheritdoc cref="MailingDetails.AwaitsCertificate"/>
    public required bool AwaitsCertificate { get; init; }

    /// <inheritdoc cref="MailingDetails.CertificateTrouble"/>
    public required CertificateTrouble? CertificateTrouble { get; init; }

    /// <summary>The closing account; null until the mailing is closed.</summary>
    public required CertificateReport? Certificate { get; init; }

    /// <summary>Of a mailing.</summary>
    internal static MailingReport Of(MailingDetails details) => new()
    {
        Id = details.Mailing.Id.Value,
        Name = details.Mailing.Name,
        Kind = details.Mailing.Kind,
        State = details.Standing,
        DueAt = details.Mailing.DueAt,
        MissingSender = details.MissingSender,
        WaitsUntil = details.WaitsUntil,
        DomainLimits = details.DomainLimits,
        CanaryLimit = details.CanaryLimit,
        Halt = details.Halt,
        CanaryUntil = details.CanaryUntil,
        TrippedRejected = details.Mailing.TrippedRejected,
        TrippedTried = details.Mailing.TrippedTried,
        RelayTrouble = details.RelayTrouble,
        QuietReason = details.Quiet?.Reason,
        Candidates = details.Counts.Candidates,
        Waiting = details.Counts.Waiting,
        Limited = details.Counts.Limited,
        Deferred = details.Counts.Deferred,
        Sending = details.Counts.Sending,
        Accepted = details.Counts.Accepted,
        Rejected = details.Counts.Rejected,
        Skipped = details.Counts.Skipped,
        SkippedBy = details.Counts.SkippedBy,
        Cancelled = details.Counts.Cancelled,
        InDoubt = details.Counts.InDoubt,
        Bounced = details.Feedback.Bounced,
        Complained = details.Feedback.Complained,
        AddsUp = details.Counts.AddsUp,
        SumWrongAt = details.Mailing.SumWrongAt,
        ContentHash = details.Mailing.ContentHash,
        Approver = details.Mailing.Approver,
        FirstAcceptedAt = details.FirstAcceptedAt,
        LastAcceptedAt = details.LastAcceptedAt,
        ClosedAt = details.Mailing.ClosedAt,
        AwaitsCertificate = details.AwaitsCertificate,
        CertificateTrouble = details.CertificateTrouble,
        Certificate = details.Certificate is { } certificate ? CertificateReport.Of(certificate) : null,
    };
}
