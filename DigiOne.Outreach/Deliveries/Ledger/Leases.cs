namespace DigiOne.Outreach.Deliveries;

/// <summary>How long what a process holds stays its own without a sign of life.</summary>
internal sealed record Leases
{
    /// <summary>
    /// A claim before its message's intent. A process that sleeps longer loses it: the intent is conditional on the
    /// claim's epoch. Default 20 s.
    /// </summary>
    internal TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A message under way, before others take its process for dead. A living process renews it, however long the reply is
    /// withheld. Default 30 s.
    /// </summary>
    internal TimeSpan Transaction { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether enough is left of a claim to begin with it: the intent is written after composing and connecting.</summary>
    internal bool LetBegin(ClaimedDelivery delivery, DateTimeOffset now) => delivery.LeaseUntil - now > Claim / 4;
}
