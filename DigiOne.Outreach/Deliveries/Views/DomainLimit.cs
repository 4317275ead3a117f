namespace DigiOne.Outreach.Deliveries;

/// <summary>How much of a mailing, or of its canary, waits for the configured limit of a recipient domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Messages">How many of its messages have a place in the limit's plan.</param>
/// <param name="LastAt">When the last of them is planned.</param>
public sealed record DomainLimit(string Domain, int Messages, DateTimeOffset LastAt);
