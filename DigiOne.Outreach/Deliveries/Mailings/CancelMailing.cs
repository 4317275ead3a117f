using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Calls a mailing off: before its start as a whole, under way for those whom it has not reached yet. From the moment that
/// its row says so no intent is written; the recipients' rows follow in ranges, and after a crash closing goes on with them.
/// </summary>
internal sealed class CancelMailing(OutreachDb db, DueItems due, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Calls it off.</summary>
    /// <returns>False when it was over or called off before.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        if (await CancelScheduledAsync(id, cancellationToken))
            return true;
        if (!await CancelUnderWayAsync(id, cancellationToken))
            return false;
        // Whoever called it off waits for the rows of a small one; those of a large one follow without them.
        await CancelUnsentAsync(db, id, clock, Patience, cancellationToken);
        return true;
    }

    private async Task<bool> CancelScheduledAsync(MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cancelled = await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Scheduled)
            .ExecuteUpdateAsync(
                mailing => mailing.SetProperty(m => m.State, MailingState.Cancelled).SetProperty(m => m.CancelledAt, now), cancellationToken);
        if (cancelled == 0)
            return false;
        await due.WithdrawAsync(Mailing.DueKind, id.Value, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // Freezing puts those who are still to come into the ledger as cancelled, so that the sum names them too.
    private async Task<bool> CancelUnderWayAsync(MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Sending && mailing.CancelledAt == null)
            .ExecuteUpdateAsync(mailing => mailing.SetProperty(m => m.CancelledAt, now), cancellationToken) == 1;
    }

    /// <summary>
    /// Cancels those of a mailing who stand in no SMTP transaction and have no outcome. What another transaction has hold of
    /// is passed over, so that neither waits for the other; it is looked for again before the mailing closes.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="id">The mailing.</param>
    /// <param name="clock">Says how long it has taken.</param>
    /// <param name="most">For how long to go on: a million rows take a while.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether nobody was left whom this could cancel.</returns>
    internal static async Task<bool> CancelUnsentAsync(OutreachDb db, MailingId id, TimeProvider clock, TimeSpan most, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var range = new RangeSize(db.Engine);
        int cancelled;
        do
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var started = clock.GetTimestamp();
            cancelled = await db.Database.ExecuteSqlRawAsync(CancelRange(db.Engine), [id, range.Rows], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            range.Note(clock.GetElapsedTime(started));
            await range.LetOthersInAsync(cancellationToken);
        }
        while (cancelled > 0 && clock.GetElapsedTime(begun) < most);
        return cancelled == 0;
    }

    // Nobody may say of a message that perhaps arrived that it was cancelled.
    private static string CancelRange(StorageEngine engine) =>
        $$"""
        UPDATE deliveries SET lease_until = NULL,
            state = CASE WHEN EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = deliveries.id AND a.outcome = 'InDoubt')
                THEN 'InDoubt' ELSE 'Cancelled' END
        WHERE id IN (
            SELECT id FROM deliveries
            WHERE mailing_id = {0} AND queue IN ('Waiting', 'Deferred') AND state <> 'Sending'
            LIMIT {1} {{engine.SkipLocked()}})
        """;
}
