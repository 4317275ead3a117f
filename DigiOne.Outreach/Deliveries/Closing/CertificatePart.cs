namespace DigiOne.Outreach.Deliveries;

/// <summary>A language's or a domain's share of a certificate.</summary>
public sealed record CertificatePart
{
    /// <summary>The name of what is left when there are too many parts to name each.</summary>
    public const string Others = "*";

    /// <summary>The language or the domain; <see cref="Others"/> for all that are not named.</summary>
    public required string Name { get; init; }

    /// <inheritdoc cref="MailingCounts.Accepted"/>
    public int Accepted { get; init; }

    /// <inheritdoc cref="MailingCounts.Rejected"/>
    public int Rejected { get; init; }

    /// <inheritdoc cref="MailingCounts.Skipped"/>
    public int Skipped { get; init; }

    /// <inheritdoc cref="MailingCounts.Cancelled"/>
    public int Cancelled { get; init; }

    /// <inheritdoc cref="MailingCounts.InDoubt"/>
    public int InDoubt { get; init; }

    /// <summary>All of them.</summary>
    public int Candidates => Accepted + Rejected + Skipped + Cancelled + InDoubt;
}
