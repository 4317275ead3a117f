namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing in a line.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What the team calls it.</param>
/// <param name="Kind">What it is to the people who get it.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="DueAt">When it is due, or was.</param>
/// <param name="Candidates">All who are in its ledger so far.</param>
/// <param name="IsFrozen">Whether that is everybody.</param>
/// <param name="WaitsUntil">Until when its messages wait for its sender's window or the end of a quiet time, although it is under way; null when they do not, <see cref="DateTimeOffset.MaxValue"/> where that has no end.</param>
/// <param name="CanaryUntil">When everybody else gets it, where its canary has been sent and waits for rejections; null otherwise.</param>
internal sealed record MailingSummary(
    MailingId Id, string Name, MailingKind Kind, MailingStanding Standing, DateTimeOffset DueAt, int Candidates, bool IsFrozen,
    DateTimeOffset? WaitsUntil, DateTimeOffset? CanaryUntil);
