namespace DigiOne.Outreach.Deliveries;

/// <summary>What one looks for among the deliveries; what is null or empty does not narrow.</summary>
/// <param name="Address">An address or a part of one, in any case of letters.</param>
/// <param name="Mailing">Of which mailing.</param>
/// <param name="State">In which state.</param>
/// <param name="Page">Which page, from 1.</param>
internal sealed record DeliverySearch(string Address, MailingId? Mailing, DeliveryState? State, int Page);

/// <summary>One page of what was found, the newest first.</summary>
/// <param name="Found">The deliveries.</param>
/// <param name="HasMore">Whether there is another page.</param>
/// <param name="IsBounded">Whether only the newest <see cref="FindDeliveries.Newest"/> deliveries were looked through.</param>
internal sealed record DeliveryPage(IReadOnlyList<FoundDelivery> Found, bool HasMore, bool IsBounded);

/// <summary>One delivery in a list.</summary>
internal sealed record FoundDelivery(
    DeliveryId Id, MailingId MailingId, string MailingName, string Address, string Name, DeliveryState State, SkipReason? SkipReason,
    DateTimeOffset? At, string? LastReply);
