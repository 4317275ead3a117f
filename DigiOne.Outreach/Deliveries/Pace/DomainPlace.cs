using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What its domain says to a delivery; by default that it may go by any relay.</summary>
/// <param name="Wait">Until when it waits; null when it may go now.</param>
/// <param name="Only">The relay that it goes by, where the domain asked some for patience; null for any.</param>
internal readonly record struct DomainPlace(DomainWait? Wait, IMailRoute? Only)
{
    /// <summary>The rest that it waits for where <see cref="Only"/> has enough to do.</summary>
    internal DomainRest? Else { get; init; }
}

/// <summary>A delivery that has been claimed, with what its domain says to it.</summary>
internal sealed record PlacedDelivery(ClaimedDelivery Delivery, DomainPlace Place);
