namespace DigiOne.Outreach.Deliveries;

/// <summary>Deliveries of which something is still to come.</summary>
internal static class OpenDeliveries
{
    /// <summary>Those that wait, were put off, or are being handed over.</summary>
    internal static IQueryable<Delivery> Open(this IQueryable<Delivery> deliveries) =>
        deliveries.Where(delivery => delivery.Queue == DeliveryState.Waiting || delivery.Queue == DeliveryState.Deferred);

    /// <summary>Those of a mailing.</summary>
    internal static IQueryable<Delivery> OpenOf(this IQueryable<Delivery> deliveries, MailingId mailing) =>
        deliveries.Where(delivery => delivery.MailingId == mailing).Open();

    /// <summary>Those in a state, by way of the index.</summary>
    internal static IQueryable<Delivery> In(this IQueryable<Delivery> deliveries, DeliveryState state) => state switch
    {
        DeliveryState.Sending => deliveries.Open().Where(delivery => delivery.State == state),
        DeliveryState.Waiting or DeliveryState.Deferred => deliveries.Where(delivery => delivery.Queue == state && delivery.State == state),
        _ => deliveries.Where(delivery => delivery.Queue == state),
    };
}
