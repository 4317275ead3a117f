using System.Linq.Expressions;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Where a delivery stands, as people say it and as they are counted: on pages, in the API and on the command line.</summary>
public enum DeliveryStanding
{
    /// <summary>Neither tried nor put off yet.</summary>
    Waiting,

    /// <summary>Held back by a limit of our own, of its recipient's domain or of a relay's day: to go at its time.</summary>
    Limited,

    /// <summary>Put off, by the receiving side or because of a relay, after a try or before the first: to go at its time.</summary>
    Deferred,

    /// <inheritdoc cref="DeliveryState.Sending"/>
    Sending,

    /// <inheritdoc cref="DeliveryState.Accepted"/>
    Accepted,

    /// <inheritdoc cref="DeliveryState.Rejected"/>
    Rejected,

    /// <inheritdoc cref="DeliveryState.Skipped"/>
    Skipped,

    /// <inheritdoc cref="DeliveryState.Cancelled"/>
    Cancelled,

    /// <inheritdoc cref="DeliveryState.InDoubt"/>
    InDoubt,
}

/// <summary>The one reading of a delivery's standing from its row.</summary>
internal static class DeliveryStandings
{
    private static readonly string WarmingUp = DeliveryExplanations.WarmingUp.Beginning;

    /// <summary>Whether one waits for a limit of our own. Places stay written where a message has gone.</summary>
    internal static readonly Expression<Func<Delivery, bool>> IsLimited = delivery => delivery.State == DeliveryState.Deferred
        && (delivery.PlacedAt != null || (delivery.LastReply != null && delivery.LastReply.StartsWith(WarmingUp)));

    private static readonly Expression<Func<Delivery, bool>> IsPutOff =
        Expression.Lambda<Func<Delivery, bool>>(Expression.Not(IsLimited.Body), IsLimited.Parameters);

    private static readonly Func<Delivery, bool> Limited = IsLimited.Compile();

    /// <summary>Where a delivery stands.</summary>
    internal static DeliveryStanding Of(Delivery delivery) => Of(delivery.State, Limited(delivery));

    /// <summary>Where deliveries in a state stand.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isLimited">Whether, if they were put off, they wait for a limit of our own.</param>
    internal static DeliveryStanding Of(DeliveryState state, bool isLimited) => state switch
    {
        DeliveryState.Waiting => DeliveryStanding.Waiting,
        DeliveryState.Deferred => isLimited ? DeliveryStanding.Limited : DeliveryStanding.Deferred,
        DeliveryState.Sending => DeliveryStanding.Sending,
        DeliveryState.Accepted => DeliveryStanding.Accepted,
        DeliveryState.Rejected => DeliveryStanding.Rejected,
        DeliveryState.Skipped => DeliveryStanding.Skipped,
        DeliveryState.Cancelled => DeliveryStanding.Cancelled,
        _ => DeliveryStanding.InDoubt,
    };

    /// <summary>Those that stand so, by way of the index.</summary>
    internal static IQueryable<Delivery> In(this IQueryable<Delivery> deliveries, DeliveryStanding standing) => standing switch
    {
        DeliveryStanding.Limited => deliveries.In(DeliveryState.Deferred).Where(IsLimited),
        DeliveryStanding.Deferred => deliveries.In(DeliveryState.Deferred).Where(IsPutOff),
        _ => deliveries.In(Enum.Parse<DeliveryState>(standing.ToString())),
    };
}
