using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Keeps a sender's connections supplied in one lane: a batch of each mailing in turn, so that they share the wire.</summary>
internal sealed partial class ClaimLoop(
    IDbContextFactory<OutreachDb> databases, ClaimDeliveries claim, MailingContents contents, QuietWait quiet, RouteHealth health, MailHold hold,
    RelayPaces paces, DomainPace domains, DispatchSignal signal, Ledger ledger, TimeProvider clock, ILogger<ClaimLoop> logger)
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 400;

    /// <summary>How long a person who waits for a message may wait for it to be found.</summary>
    private static readonly TimeSpan LookForTransactional = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LookForBulk = TimeSpan.FromMilliseconds(250);

    /// <summary>How much work a batch should be: more, and leases end in the queue and a pause gives back much.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    /// <summary>How much work may wait for a relay that has a pace: leases must not end in the queue.</summary>
    private static readonly TimeSpan QueueTime = TimeSpan.FromSeconds(5);

    /// <summary>Claims until it is stopped.</summary>
    internal async Task RunAsync(MailSender sender, Lane lane, ClaimedQueue queue, CancellationToken stoppingToken)
    {
        var look = lane == Lane.Transactional ? LookForTransactional : LookForBulk;
        var batch = SmallestBatch;
        var round = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                var started = clock.GetTimestamp();
                await domains.ResumeAsync(stoppingToken);
                if (!await ClaimRoundAsync(sender, lane, batch, round++, queue, stoppingToken))
                    await signal.WaitAsync(next, look, stoppingToken);
                else
                    batch = Adapt(batch, clock.GetElapsedTime(started));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure);
                await Task.Delay(look, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Gives back what no connection took.</summary>
    internal async Task ReleaseAsync(ClaimedQueue queue)
    {
        var left = new List<ClaimedDelivery>();
        while (queue.TryTake(transactionalOnly: false, out var delivery))
            left.Add(delivery);
        await ReleaseAsync(left);
    }

    private static int Adapt(int batch, TimeSpan took) =>
        took > BatchTime ? Math.Max(batch / 2, SmallestBatch) : took < BatchTime / 4 ? Math.Min(batch * 2, LargestBatch) : batch;

    private async Task ReleaseAsync(IEnumerable<ClaimedDelivery> unwanted)
    {
        LedgerEntry[] releases = [.. unwanted.Select(delivery => new LedgerEntry.Release(delivery))];
        if (releases.Length > 0)
            await ledger.WriteAsync(releases);
    }

    private async Task<bool> ClaimRoundAsync(MailSender sender, Lane lane, int batch, int round, ClaimedQueue queue, CancellationToken stoppingToken)
    {
        if (!hold.MayLeave)
            return false;
        var mailings = await UnderWayAsync(sender, lane, stoppingToken);
        contents.Keep(sender.Key, lane, mailings.Select(mailing => mailing.Id).ToHashSet());
        mailings.RemoveAll(mailing => quiet.Until(mailing.HonoursQuietTimes, sender, clock.GetUtcNow()) is not null);
        var any = false;
        // Each is the first in its turn: where little may be claimed, the first gets most of it.
        foreach (var mailing in mailings.Skip(round % Math.Max(1, mailings.Count)).Concat(mailings.Take(round % Math.Max(1, mailings.Count))))
        {
            var room = Room(sender, queue, lane, batch, mailings.Count);
            if (room == 0)
                break;
            // While no route works each recipient is put off once, so that everybody's row says why; those who were wait
            // until there is something to try.
            var claimed = await claim.ExecuteAsync(mailing, room, onlyNew: health.AllPause(sender.Routes), stoppingToken);
            any |= claimed.Count > 0;
            await PassOnAsync(lane, await WithoutWaitingAsync(claimed), queue, stoppingToken);
        }

        return any;
    }

    private int Room(MailSender sender, ClaimedQueue queue, Lane lane, int batch, int mailings)
    {
        if (paces.PerSecond(sender) is not { } perSecond)
            return batch;
        var free = (int)Math.Ceiling(Math.Min(perSecond * QueueTime.TotalSeconds, batch)) - queue.Count(lane);
        return free <= 0 ? 0 : Math.Max(1, free / mailings);
    }

    // Those whose domain takes no more for now are put off at once: no connection is held up by them.
    private async Task<IReadOnlyList<ClaimedDelivery>> WithoutWaitingAsync(IReadOnlyList<ClaimedDelivery> claimed)
    {
        var going = new List<ClaimedDelivery>(claimed.Count);
        var waiting = new List<LedgerEntry>();
        foreach (var delivery in claimed)
            if (domains.Place(delivery) is { } wait)
                waiting.Add(JudgeHandOver.PutOff(delivery, wait));
            else
                going.Add(delivery);
        if (waiting.Count > 0)
            await ledger.WriteAsync([.. waiting]);
        return going;
    }

    private async Task<List<SendingMailing>> UnderWayAsync(MailSender sender, Lane lane, CancellationToken stoppingToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.Lane == lane && mailing.SenderKey == sender.Key
                && mailing.CancelledAt == null && mailing.PausedAt == null)
            .OrderBy(mailing => mailing.ActivatedAt)
            .Select(mailing => new SendingMailing(
                mailing.Id, mailing.DoubtPolicy, mailing.ActivatedAt ?? mailing.DueAt, mailing.HonoursQuietTimes, mailing.CanaryState == CanaryState.Sending,
                mailing.Lane))
            .ToListAsync(stoppingToken);
    }

    private async Task PassOnAsync(Lane lane, IReadOnlyList<ClaimedDelivery> batch, ClaimedQueue queue, CancellationToken stoppingToken)
    {
        var passed = 0;
        try
        {
            for (; passed < batch.Count; passed++)
                await queue.PutAsync(lane, batch[passed], stoppingToken);
        }
        finally
        {
            await ReleaseAsync(batch.Skip(passed));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Claiming failed; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
