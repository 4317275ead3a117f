namespace DigiOne.Outreach.Deliveries;

/// <summary>A delivery as the API says it, with when it is tried next and what was last answered.</summary>
public sealed record DeliveryReport(
    long Id, Guid MailingId, string Address, string Name, string Language, DeliveryStanding State, SkipReason? SkipReason, int Attempts,
    DateTimeOffset NextAttemptAt, DateTimeOffset? SettledAt, string? Route, string? MessageId, string? LastReply)
{
    /// <summary>Of a delivery.</summary>
    internal static DeliveryReport Of(Delivery delivery) => new(
        delivery.Id.Value, delivery.MailingId.Value, delivery.Address, delivery.Name, delivery.Language, DeliveryStandings.Of(delivery),
        delivery.SkipReason, delivery.Attempts, delivery.NextAttemptAt, delivery.SettledAt, delivery.Route, delivery.MessageId, delivery.LastReply);
}
