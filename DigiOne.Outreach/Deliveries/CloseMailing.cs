using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Closes a mailing whose every recipient is accounted for, with its certificate, and refuses while the sum is wrong.</summary>
internal sealed partial class CloseMailing(OutreachDb db, MailingProgress progress, TimeProvider clock, ILogger<CloseMailing> logger)
{
    /// <summary>Closes it if nothing is open.</summary>
    /// <returns>Whether it is closed now by this call.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        if (mailing is not { State: MailingState.Sending, FrozenAt: not null })
            return false;
        // What was inside an SMTP transaction when the mailing was called off, and came back deferred.
        if (mailing.CancelledAt is not null)
            await CancelMailing.CancelUnsentAsync(db, id, cancellationToken);
        // Asked before the transaction: SQLite's one writer is for those who have something to write.
        if (await IsOpenAsync(id, cancellationToken))
            return false;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var counts = (await progress.CountAsync(id, cancellationToken))!;
        if (!counts.AddsUp)
        {
            Log.DoesNotAddUp(logger, id, counts.Candidates, counts.Settled);
            return false;
        }

        var now = clock.GetUtcNow();
        var (first, last) = await progress.AcceptedAsync(id, cancellationToken);
        db.Add(new Certificate
        {
            MailingId = id,
            Version = 1,
            IssuedAt = now,
            ContentHash = mailing.ContentHash,
            Approver = mailing.Approver,
            FirstAcceptedAt = first,
            LastAcceptedAt = last,
            Counts = counts,
        });
        var closed = await db.Set<Mailing>().Where(row => row.Id == id && row.State == MailingState.Sending)
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MailingState.Closed).SetProperty(m => m.ClosedAt, now), cancellationToken);
        if (closed == 0)
            return false;

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private Task<bool> IsOpenAsync(MailingId id, CancellationToken cancellationToken) =>
        db.Set<Delivery>().AnyAsync(
            delivery => delivery.MailingId == id
                && (delivery.State == DeliveryState.Waiting || delivery.State == DeliveryState.Deferred || delivery.State == DeliveryState.Sending),
            cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Mailing {Mailing} has {Candidates} candidates but {Settled} are accounted for: it stays open")]
        internal static partial void DoesNotAddUp(ILogger logger, MailingId mailing, int candidates, int settled);
    }
}
