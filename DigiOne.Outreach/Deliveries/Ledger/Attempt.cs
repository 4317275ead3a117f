namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// A try that did not end its delivery: deferred, or in doubt. The one that ended it stands on the <see cref="Delivery"/>
/// itself, which spares the most frequent case a row.
/// </summary>
public sealed class Attempt
{
    /// <summary>Identity, in the order of writing.</summary>
    public long Id { get; private set; }

    /// <summary>Of which delivery.</summary>
    public required DeliveryId DeliveryId { get; init; }

    /// <summary>The claim that it was made under, which makes one try; null for what a person says.</summary>
    public int? Epoch { get; init; }

    /// <summary>When the outcome was known.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the route: a relay's key, or <c>capture</c>.</summary>
    public required string Route { get; init; }

    /// <summary>The state that it led to; doubt also where the message was sent again.</summary>
    public required DeliveryState Outcome { get; init; }

    /// <summary>What was answered.</summary>
    public required string Reply { get; init; }

    /// <summary>Whether it is no try but what a person decided of one in doubt. What a lost process leaves is doubt.</summary>
    internal bool IsDecision => Epoch is null && Outcome != DeliveryState.InDoubt;
}

/// <summary>Which attempts there are.</summary>
internal static class Attempts
{
    /// <summary>Those by which a person gave up what was in doubt, and no server rejected anything.</summary>
    internal static IQueryable<Attempt> GivenUp(this IQueryable<Attempt> attempts) =>
        attempts.Where(attempt => attempt.Epoch == null && attempt.Outcome == DeliveryState.Rejected);
}
