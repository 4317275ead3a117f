namespace DigiOne.Outreach.Deliveries;

/// <summary>One line for the ledger.</summary>
internal abstract record LedgerEntry(ClaimedDelivery Delivery)
{
    /// <summary>This message is about to be handed over.</summary>
    internal sealed record Intent(ClaimedDelivery Delivery, string MessageId) : LedgerEntry(Delivery);

    /// <summary>This is what became of it.</summary>
    /// <param name="Delivery">Of what.</param>
    /// <param name="State">The state that follows.</param>
    /// <param name="Route">The route that was tried.</param>
    /// <param name="Reply">What was answered.</param>
    /// <param name="RetryAt">For <see cref="DeliveryState.Deferred"/>: when to try again.</param>
    internal sealed record Outcome(ClaimedDelivery Delivery, DeliveryState State, string Route, string Reply, DateTimeOffset? RetryAt)
        : LedgerEntry(Delivery);
}
