using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Deals with messages that have an intent and no outcome, because their process died: each mailing's policy says
/// whether they are held in doubt or sent again, unless too many tries of one have left doubt already: it may be what ends
/// the processes. A mailing that was called off sends nothing again: nobody may say of a message that perhaps arrived that
/// it was cancelled.
/// </summary>
internal sealed partial class SettleLostTransactions(OutreachDb db, TimeProvider clock, ILogger<SettleLostTransactions> logger)
{
    /// <summary>
    /// How far to look in a mailing: no index tells those on the wire from those that wait, but claims are taken from the
    /// front, and whatever has stayed behind comes to the front as the others go.
    /// </summary>
    private const int Foremost = 10_000;

    private static readonly string Reason = DeliveryExplanations.ProcessEnded.Of();

    /// <summary>Settles those whose lease has ended.</summary>
    /// <param name="own">What this process has under way: it knows better than a lease that could not be renewed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task ExecuteAsync(IReadOnlyCollection<DeliveryId> own, CancellationToken cancellationToken) =>
        SettleAsync(clock.GetUtcNow(), own, Foremost, cancellationToken);

    /// <summary>
    /// Settles all, and gives back what the last process had claimed: for the start of a process that has the database
    /// for itself, so that nobody waits for leases that no one holds.
    /// </summary>
    internal async Task ExecuteAllAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(DateTimeOffset.MaxValue, [], most: null, cancellationToken);
        var underWay = UnderWay();
        await db.Set<Delivery>().Open()
            .Where(delivery => underWay.Contains(delivery.MailingId) && delivery.LeaseUntil != null)
            .ExecuteUpdateAsync(delivery => delivery.SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    private async Task SettleAsync(DateTimeOffset leaseBefore, IReadOnlyCollection<DeliveryId> own, int? most, CancellationToken cancellationToken)
    {
        foreach (var mailing in await UnderWay().ToListAsync(cancellationToken))
        {
            var settled = 0;
            foreach (var queue in new[] { DeliveryState.Waiting, DeliveryState.Deferred })
            {
                IQueryable<Delivery> looked = db.Set<Delivery>().Where(delivery => delivery.MailingId == mailing && delivery.Queue == queue);
                if (most is { } rows)
                    looked = looked.OrderBy(delivery => delivery.NextAttemptAt).Take(rows);
                var found = await looked
                    .Where(delivery => delivery.State == DeliveryState.Sending && delivery.LeaseUntil < leaseBefore && !own.Contains(delivery.Id))
                    .Select(delivery => new
                    {
                        delivery.Id,
                        delivery.ClaimEpoch,
                        Doubts = db.Set<Attempt>().Count(attempt => attempt.DeliveryId == delivery.Id && attempt.Outcome == DeliveryState.InDoubt),
                    })
                    .ToListAsync(cancellationToken);
                foreach (var delivery in found)
                    if (await SettleAsync(delivery.Id, delivery.ClaimEpoch, delivery.Doubts + 1, leaseBefore, cancellationToken))
                        settled++;
            }

            if (settled > 0)
                Log.Lost(logger, mailing, settled);
        }
    }

    private async Task<bool> SettleAsync(DeliveryId id, int epoch, int doubts, DateTimeOffset leaseBefore, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var mayGoAgain = JudgeHandOver.MaySendAgain(doubts);
        var reason = mayGoAgain ? Reason : DeliveryExplanations.NotSentAgain.Of(DeliveryExplanations.Tries.Of(doubts), Reason);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var settled = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET lease_until = NULL, last_reply = CASE WHEN address = '' THEN '' ELSE {reason} END, next_attempt_at = {now},
                state = CASE WHEN {mayGoAgain} AND EXISTS (
                        SELECT 1 FROM mailings m
                        WHERE m.id = deliveries.mailing_id AND m.doubt_policy = 'SendAgain' AND m.cancelled_at IS NULL)
                        AND address <> ''
                    THEN 'Deferred' ELSE 'InDoubt' END
            WHERE id = {id} AND claim_epoch = {epoch} AND state = 'Sending' AND lease_until < {leaseBefore}
            """,
            cancellationToken);
        if (settled == 0)
            return false;

        db.Add(new Attempt { DeliveryId = id, Epoch = epoch, At = now, Route = "", Outcome = DeliveryState.InDoubt, Reply = reason });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return true;
    }

    // Only what is under way can have lost anything.
    private IQueryable<MailingId> UnderWay() => db.Set<Mailing>().Where(mailing => mailing.State == MailingState.Sending).Select(mailing => mailing.Id);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages of mailing {Mailing} were being handed over when their process ended. They are in doubt, or go again where that is the mailing's policy")]
        internal static partial void Lost(ILogger logger, MailingId mailing, int count);
    }
}
