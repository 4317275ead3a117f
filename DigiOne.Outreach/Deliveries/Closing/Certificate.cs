namespace DigiOne.Outreach.Deliveries;

/// <summary>The closing account of a mailing. It is issued when its sum is right, and never changed.</summary>
public sealed record Certificate
{
    /// <summary>Of which mailing.</summary>
    public required MailingId MailingId { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Version { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>SHA-256 over the content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Who approved the mailing; null until approval exists.</summary>
    public string? Approver { get; init; }

    /// <summary>When the first message was accepted; null when none was.</summary>
    public DateTimeOffset? FirstAcceptedAt { get; init; }

    /// <summary>When the last message was accepted; null when none was.</summary>
    public DateTimeOffset? LastAcceptedAt { get; init; }

    /// <summary>The numbers.</summary>
    public required MailingCounts Counts { get; init; }

    /// <summary>How many of them were in doubt: what a later version may know better.</summary>
    public required int InDoubt { get; init; }

    /// <summary>The same per language.</summary>
    public required IReadOnlyList<CertificatePart> Languages { get; init; }

    /// <summary>The same per domain, the largest first; the smallest ones of very many together.</summary>
    public required IReadOnlyList<CertificatePart> Domains { get; init; }
}
