namespace DigiOne.Outreach.Deliveries;

/// <summary>How many of a mailing's recipients stand where.</summary>
public sealed record MailingCounts
{
    /// <summary>All whom freezing put into the ledger.</summary>
    public required int Candidates { get; init; }

    /// <summary>Neither tried nor put off yet.</summary>
    public int Waiting { get; init; }

    /// <summary>Put off, after a try or before the first: to go at their time.</summary>
    public int Deferred { get; init; }

    /// <summary>Inside an SMTP transaction.</summary>
    public int Sending { get; init; }

    /// <summary>Taken by the next hop.</summary>
    public int Accepted { get; init; }

    /// <summary>Refused for good.</summary>
    public int Rejected { get; init; }

    /// <summary>Skipped, per reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> SkippedBy { get; init; } = new Dictionary<SkipReason, int>();

    /// <summary>Skipped in all.</summary>
    public int Skipped => SkippedBy.Values.Sum();

    /// <summary>Called off.</summary>
    public int Cancelled { get; init; }

    /// <summary>Nobody knows.</summary>
    public int InDoubt { get; init; }

    /// <summary>How many stand in a state.</summary>
    public int In(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => Waiting,
        DeliveryState.Deferred => Deferred,
        DeliveryState.Sending => Sending,
        DeliveryState.Accepted => Accepted,
        DeliveryState.Rejected => Rejected,
        DeliveryState.Skipped => Skipped,
        DeliveryState.Cancelled => Cancelled,
        _ => InDoubt,
    };

    /// <summary>Those of whom more is to come.</summary>
    internal int Open => Waiting + Deferred + Sending;

    /// <summary>Those of whom nothing more is to come.</summary>
    public int Settled => Accepted + Rejected + Skipped + Cancelled + InDoubt;

    /// <summary>Whether every candidate is accounted for: the condition of closing.</summary>
    public bool AddsUp => Candidates == Settled;
}
