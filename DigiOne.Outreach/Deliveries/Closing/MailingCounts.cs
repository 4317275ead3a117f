namespace DigiOne.Outreach.Deliveries;

/// <summary>How many of a mailing's recipients stand where.</summary>
public sealed record MailingCounts
{
    /// <summary>All whom freezing put into the ledger.</summary>
    public required int Candidates { get; init; }

    /// <summary>Neither tried nor put off yet.</summary>
    public int Waiting { get; init; }

    /// <inheritdoc cref="DeliveryStanding.Limited"/>
    public int Limited { get; init; }

    /// <inheritdoc cref="DeliveryStanding.Deferred"/>
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

    /// <summary>How many stand so.</summary>
    public int In(DeliveryStanding standing) => standing switch
    {
        DeliveryStanding.Waiting => Waiting,
        DeliveryStanding.Limited => Limited,
        DeliveryStanding.Deferred => Deferred,
        DeliveryStanding.Sending => Sending,
        DeliveryStanding.Accepted => Accepted,
        DeliveryStanding.Rejected => Rejected,
        DeliveryStanding.Skipped => Skipped,
        DeliveryStanding.Cancelled => Cancelled,
        _ => InDoubt,
    };

    /// <summary>Those of whom more is to come.</summary>
    internal int Open => Unsent + Sending;

    /// <summary>Those of them whose message is not being handed over: whom calling off spares it.</summary>
    internal int Unsent => Waiting + Limited + Deferred;

    /// <summary>Those of whom nothing more is to come.</summary>
    public int Settled => Accepted + Rejected + Skipped + Cancelled + InDoubt;

    /// <summary>Whether every candidate is accounted for: the condition of closing.</summary>
    public bool AddsUp => Candidates == Settled;
}
