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
/// <param name="Reason">Why.</param>
internal sealed record DomainWait(DateTimeOffset Until, string Reason)
{
    /// <summary>Whether it is a place in the plan of the domain's limit, with which a later process goes on.</summary>
    internal bool IsPlace { get; init; }
}
