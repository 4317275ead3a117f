namespace DigiOne.Outreach.Deliveries;

/// <summary>Deliveries of which something is still to come.</summary>
internal static class OpenDeliveries
{
    /// <summary>Those of a mailing that wait, were put off, or are being handed over.</summary>
    internal static IQueryable<Delivery> OpenOf(this IQueryable<Delivery> deliveries, MailingId mailing) => deliveries.Where(
        delivery => delivery.MailingId == mailing
            && (delivery.State == DeliveryState.Waiting || delivery.State == DeliveryState.Deferred || delivery.State == DeliveryState.Sending));
}
