namespace DigiOne.Outreach.Deliveries;

/// <summary>A delivery that this process may hand over until its lease ends, with what fills the recipient's holes.</summary>
internal sealed record ClaimedDelivery
{
    internal required DeliveryId Id { get; init; }

    internal required MailingId MailingId { get; init; }

    /// <summary>Only the claim with this number may write.</summary>
    internal required int Epoch { get; init; }

    internal required Audience.ContactId? ContactId { get; init; }

    /// <summary>The list that it goes to the recipient by; null where the recipient was named.</summary>
    internal required Audience.ListId? ListId { get; init; }

    internal required string Address { get; init; }

    internal required string Domain { get; init; }

    internal required string Name { get; init; }

    internal required string Language { get; init; }

    internal required string? Municipality { get; init; }

    /// <summary>Its mailing's lane.</summary>
    internal Lane Lane { get; init; } = Lane.Bulk;

    /// <summary>Whether it was neither tried nor put off before.</summary>
    internal bool IsNew { get; init; }

    /// <summary>Its place in the plan of its domain's limit, where it was claimed before that; otherwise null.</summary>
    internal DateTimeOffset? AheadOf { get; init; }

    /// <summary>How often it was tried before.</summary>
    internal required int Attempts { get; init; }

    /// <summary>How many of those tries left doubt: it may have arrived, whatever later ones are answered.</summary>
    internal int Doubts { get; init; }

    /// <summary>How often a fault of ours came before its intent, since a person last decided about it.</summary>
    internal int Faults { get; init; }

    /// <summary>When the first of these came; null where none did.</summary>
    internal DateTimeOffset? FirstFaultAt { get; init; }

    /// <summary>The Message-ID of an earlier attempt; null at the first.</summary>
    internal required string? MessageId { get; init; }

    /// <summary>What its mailing does with doubt.</summary>
    internal required DoubtPolicy DoubtPolicy { get; init; }

    /// <summary>When it was first tried: retries end some days after. Null at the first try.</summary>
    internal required DateTimeOffset? FirstIntentAt { get; init; }

    /// <summary>The routes that said under this claim that they cannot carry its message.</summary>
    internal IReadOnlyList<string> NotBy { get; init; } = [];

    /// <summary>The relay at whose slow pace to the domain it has a turn; null where it has none, and seldom needs one.</summary>
    internal string? TurnAt { get; init; }

    /// <summary>What it took of its domain's configured limit; null where there is none.</summary>
    internal DomainTurn? LimitTurn { get; init; }

    /// <summary>Until when the claim holds.</summary>
    internal required DateTimeOffset LeaseUntil { get; init; }
}
