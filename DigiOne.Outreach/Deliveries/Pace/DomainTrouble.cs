namespace DigiOne.Outreach.Deliveries;

/// <summary>A recipient domain that asked a relay for patience.</summary>
/// <param name="Route">The relay that it asked. Others are not slowed.</param>
/// <param name="Domain">Its name.</param>
/// <param name="Reason">What it answered.</param>
/// <param name="Times">How many times running.</param>
/// <param name="Until">Until when it rests; in the past while it comes back at a slower pace.</param>
internal sealed record DomainTrouble(string Route, string Domain, string Reason, int Times, DateTimeOffset Until);

/// <summary>Until when a message to a domain waits, and why.</summary>
/// <param name="Until">Until when.</param>
/// <param name="Reason">Why, beginning with the domain's name: a later process tells by it whose plan the place is of.</param>
internal sealed record DomainWait(DateTimeOffset Until, string Reason);
