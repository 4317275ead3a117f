namespace DigiOne.Outreach.Deliveries;

/// <summary>Where bounces and unsubscriptions by mail come to.</summary>
public sealed class ReturnAddressOptions
{
    /// <summary>An address with one <c>*</c> in its mailbox, in whose place the token stands; null while no mailbox is read.</summary>
    public string? Pattern { get; init; }
}
