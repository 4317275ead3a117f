using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Calls a mailing off: before its start as a whole, under way for those whom it has not reached yet.</summary>
internal sealed class CancelMailing(OutreachDb db, DueItems due, TimeProvider clock)
{
    /// <summary>Calls it off.</summary>
    /// <returns>False when it was over or called off before.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await CancelScheduledAsync(id, cancellationToken) || await CancelUnderWayAsync(id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private async Task<bool> CancelScheduledAsync(MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cancelled = await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Scheduled)
            .ExecuteUpdateAsync(
                mailing => mailing.SetProperty(m => m.State, MailingState.Cancelled).SetProperty(m => m.CancelledAt, now), cancellationToken);
        if (cancelled == 1)
            await due.WithdrawAsync(Mailing.DueKind, id.Value, cancellationToken);
        return cancelled == 1;
    }

    // Freezing puts those who are still to come into the ledger as cancelled, so that the sum names them too.
    private async Task<bool> CancelUnderWayAsync(MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cancelled = await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Sending && mailing.CancelledAt == null)
            .ExecuteUpdateAsync(mailing => mailing.SetProperty(m => m.CancelledAt, now), cancellationToken);
        if (cancelled == 1)
            await CancelUnsentAsync(db, id, cancellationToken);
        return cancelled == 1;
    }

    /// <summary>Cancels those of a mailing who stand in no SMTP transaction and have no outcome.</summary>
    internal static Task<int> CancelUnsentAsync(OutreachDb db, MailingId id, CancellationToken cancellationToken) =>
        db.Set<Delivery>()
            .Where(delivery => delivery.MailingId == id && (delivery.State == DeliveryState.Waiting || delivery.State == DeliveryState.Deferred))
            .ExecuteUpdateAsync(
                delivery => delivery.SetProperty(d => d.State, DeliveryState.Cancelled).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken);
}
