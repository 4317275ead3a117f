namespace DigiOne.Outreach.Deliveries;

/// <summary>What one looks for among the deliveries; what is null or empty does not narrow.</summary>
internal sealed record DeliverySearch
{
    /// <summary>An address, in any case of letters.</summary>
    internal string Address { get; init; } = "";

    /// <summary>
    /// Whether a person types it: then a part of an address finds too, and where no index helps only the newest
    /// <see cref="FindDeliveries.Newest"/> deliveries are looked through. A program gets all there is, by whole addresses.
    /// </summary>
    internal bool IsTyped { get; init; }

    /// <summary>Of which mailing.</summary>
    internal MailingId? Mailing { get; init; }

    /// <summary>In which state.</summary>
    internal DeliveryState? State { get; init; }

    /// <summary>Only deliveries with a smaller id.</summary>
    internal long? Before { get; init; }

    /// <summary>How many of the newest found to leave out.</summary>
    internal int Skip { get; init; }

    /// <summary>How many at most.</summary>
    internal required int Most { get; init; }
}

/// <summary>What was found, the newest first.</summary>
/// <param name="Found">The deliveries.</param>
/// <param name="HasMore">Whether there are more.</param>
/// <param name="IsBounded">Whether only the newest <see cref="FindDeliveries.Newest"/> deliveries were looked through.</param>
internal sealed record FoundDeliveries(IReadOnlyList<FoundDelivery> Found, bool HasMore, bool IsBounded);

/// <summary>One delivery, with what the team calls its mailing and when that is due: names come again.</summary>
internal sealed record FoundDelivery(Delivery Delivery, string MailingName, DateTimeOffset MailingDueAt);
