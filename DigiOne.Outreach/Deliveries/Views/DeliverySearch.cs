namespace DigiOne.Outreach.Deliveries;

/// <summary>What one looks for among the deliveries; what is null or empty does not narrow.</summary>
internal sealed record DeliverySearch
{
    /// <summary>
    /// An address or a part of one, in any case of letters. A whole one finds its own deliveries only, unless a person typed it
    /// and it has none; where it finds none, an address before the holder's present one is looked for as a part is.
    /// </summary>
    internal string Address { get; init; } = "";

    /// <summary>
    /// Whether a person types it: what looks like a whole address may be the end of one then, and a state is looked for among
    /// the newest <see cref="FindDeliveries.Newest"/> deliveries only. A program gets all of a state, page by page.
    /// </summary>
    internal bool IsTyped { get; init; }

    /// <summary>Of which mailing.</summary>
    internal MailingId? Mailing { get; init; }

    /// <summary>Of mailings of which kinds.</summary>
    internal IReadOnlyList<MailingKind>? Kinds { get; init; }

    /// <summary>Where they stand.</summary>
    internal DeliveryStanding? State { get; init; }

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
