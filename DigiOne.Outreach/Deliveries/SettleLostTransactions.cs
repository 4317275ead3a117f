using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Deals with messages that have an intent and no outcome, because their process died: each mailing's policy says
/// whether they are held in doubt or sent again.
/// </summary>
internal sealed class SettleLostTransactions(OutreachDb db, TimeProvider clock)
{
    private const string Reason = "The process ended while this message was being handed over; it may have arrived.";

    /// <summary>Settles those whose lease has ended.</summary>
    internal Task ExecuteAsync(CancellationToken cancellationToken) => SettleAsync(clock.GetUtcNow(), cancellationToken);

    /// <summary>
    /// Settles all, and gives back what the last process had claimed: for the start of a process that has the database
    /// for itself, so that nobody waits for leases that no one holds.
    /// </summary>
    internal async Task ExecuteAllAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(clock.GetUtcNow() + 2 * Ledger.TransactionLease, cancellationToken);
        await db.Set<Delivery>()
            .Where(delivery => (delivery.State == DeliveryState.Waiting || delivery.State == DeliveryState.Deferred) && delivery.LeaseUntil != null)
            .ExecuteUpdateAsync(delivery => delivery.SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private async Task SettleAsync(DateTimeOffset leaseBefore, CancellationToken cancellationToken)
    {
        var lost = db.Set<Delivery>().Where(delivery => delivery.State == DeliveryState.Sending && delivery.LeaseUntil < leaseBefore);
        if (!await lost.AnyAsync(cancellationToken))
            return;

        var now = clock.GetUtcNow();
        var again = db.Set<Mailing>().Where(mailing => mailing.DoubtPolicy == DoubtPolicy.SendAgain).Select(mailing => mailing.Id);
        await lost.Where(delivery => again.Contains(delivery.MailingId)).ExecuteUpdateAsync(
            delivery => delivery
                .SetProperty(d => d.State, DeliveryState.Deferred)
                .SetProperty(d => d.NextAttemptAt, now)
                .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.LastReply, Reason),
            cancellationToken);
        await lost.ExecuteUpdateAsync(
            delivery => delivery
                .SetProperty(d => d.State, DeliveryState.InDoubt)
                .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.LastReply, Reason),
            cancellationToken);
    }
}
