using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Keeps a sender's connections supplied in one lane: a batch of each mailing in turn, so that they share the wire.</summary>
internal sealed partial class ClaimLoop(
    IDbContextFactory<OutreachDb> databases, ClaimDeliveries claim, MailingContents contents, QuietWait quiet, RouteHealth health, MailHold hold,
    RelayPaces paces, DomainPace domains, QueueClaimed queueing, DispatchSignal signal, Ledger ledger, LedgerHealth writing, TimeProvider clock, ILogger<ClaimLoop> logger)
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 400;

    /// <summary>How long a person who waits for a message may wait for it to be found.</summary>
    private static readonly TimeSpan LookForTransactional = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LookForBulk = TimeSpan.FromMilliseconds(250);

    /// <summary>How much work a batch should be: more, and leases end in the queue and a pause gives back much.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    /// <summary>Claims until it is stopped.</summary>
    internal async Task RunAsync(MailSender sender, Lane lane, ClaimedQueue queue, CancellationToken stoppingToken)
    {
        var line = new Line(sender, lane, queue, new UnusedPlaces(domains, claim, clock));
        try
        {
            await RunAsync(line, lane == Lane.Transactional ? LookForTransactional : LookForBulk, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            await line.Passing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gives back what no connection took.</summary>
    internal Task ReleaseAsync(ClaimedQueue queue) => ReleaseAsync(queue.TakeAll());

    private static int Adapt(int batch, TimeSpan took) =>
        took > BatchTime ? Math.Max(batch / 2, SmallestBatch) : took < BatchTime / 4 ? Math.Min(batch * 2, LargestBatch) : batch;

    private async Task RunAsync(Line line, TimeSpan look, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                await domains.ResumeAsync(stoppingToken);
                var any = await ClaimRoundAsync(line, stoppingToken);
                writing.Succeeded(line);
                if (!any)
                    await signal.WaitAsync(next, look, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, failure);
                if (DatabaseFailure.IsOfDatabase(failure) || DatabaseFailure.IsLost(failure))
                    writing.Failed(line, failure);
                await Task.Delay(look, clock, CancellationToken.None);
            }
        }
    }

    private async Task ReleaseAsync(IEnumerable<ClaimedDelivery> unwanted)
    {
        LedgerEntry[] releases = [.. unwanted.Select(delivery => new LedgerEntry.Release(delivery))];
        if (releases.Length > 0)
            await ledger.WriteAsync(releases);
    }

    private async Task<bool> ClaimRoundAsync(Line line, CancellationToken stoppingToken)
    {
        if (!hold.MayLeave)
            return false;
        var mailings = await UnderWayAsync(line.Sender, line.Lane, stoppingToken);
        contents.Keep(line.Sender, line.Lane, mailings.Select(mailing => mailing.Id).ToHashSet());
        mailings.RemoveAll(mailing => quiet.Of(mailing.HonoursQuietTimes, line.Sender, clock.GetUtcNow()) is not null);
        var any = false;
        // Each is the first in its turn: where little may be claimed, the first gets most of it.
        var first = line.Round++ % Math.Max(1, mailings.Count);
        foreach (var mailing in mailings.Skip(first).Concat(mailings.Take(first)))
        {
            var room = await RoomAsync(line, mailings.Count);
            if (room == 0)
                break;
            // While no route works each recipient is put off once, so that everybody's row says why; those who were wait
            // until there is something to try.
            var claimed = await claim.ExecuteAsync(mailing, room, onlyNew: health.AllPause(line.Sender.Routes, line.Lane) is not null, stoppingToken);
            any |= claimed.Count > 0;
            await PassOnAsync(line, claimed, stoppingToken);
        }

        return await ClaimAheadAsync(line, [.. mailings.Skip(first), .. mailings.Take(first)], stoppingToken) || any;
    }

    // Whoever came at their own time has been passed on by now: what a domain still takes, nobody has come for.
    private async Task<bool> ClaimAheadAsync(Line line, IReadOnlyList<SendingMailing> mailings, CancellationToken stoppingToken)
    {
        if (!domains.HasLimits || mailings.Count == 0 || health.Carriers(line.Sender.Routes, line.Lane) is not { Count: > 0 } carriers)
            return false;
        var room = await RoomAsync(line, mailings.Count);
        if (room == 0)
            return false;
        var any = false;
        // Each is passed on before the next is looked for: where that fails, none is held until its claim ends.
        await foreach (var claimed in line.Unused.ClaimAsync(mailings, line.Lane, carriers, room, stoppingToken))
        {
            any = true;
            await PassOnAsync(line, claimed, stoppingToken);
        }

        return any;
    }

    // The last batch is still being taken while this one is claimed: connections never wait for a claim.
    private async Task PassOnAsync(Line line, IReadOnlyList<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        var going = await WithoutWaitingAsync(line, claimed);
        try
        {
            await line.PassedAsync();
        }
        catch
        {
            await ReleaseAsync(going.Select(placed => placed.Delivery));
            throw;
        }

        line.Passing = PutAsync(line, going, stoppingToken);
    }

    private async Task<int> RoomAsync(Line line, int mailings)
    {
        // One message is enough to try a relay with: more would use up what domains let others send them.
        if (domains.HasLimits && health.AreTried(line.Sender.Routes, line.Lane))
        {
            await line.PassedAsync();
            return line.Queue.CountAll(line.Lane) == 0 ? 1 : 0;
        }

        if (paces.PerSecond(line.Sender) is not { } perSecond)
            return line.Batch;
        // Where there is a pace, what waits must be counted.
        await line.PassedAsync();
        var free = (int)Math.Ceiling(Math.Min(perSecond * RelayPaces.QueueTime.TotalSeconds, line.Batch)) - line.Queue.CountAll(line.Lane);
        return free <= 0 ? 0 : Math.Max(1, free / mailings);
    }

    // Those whose domain takes no more for now are put off at once: no connection is held up by them.
    private async Task<IReadOnlyList<PlacedDelivery>> WithoutWaitingAsync(Line line, IReadOnlyList<ClaimedDelivery> claimed)
    {
        // A place in a domain's plan is for one that can go.
        if (claimed.Count > 0 && health.AllPause(line.Sender.Routes, line.Lane) is { } trouble)
        {
            await ledger.WriteAsync([.. claimed.Select(delivery => JudgeHandOver.PutOff(delivery, trouble))]);
            line.Batch = Adapt(line.Batch, TimeSpan.Zero);
            return [];
        }

        var carriers = health.Carriers(line.Sender.Routes, line.Lane);
        var placed = claimed.Select(delivery => domains.Place(delivery, carriers)).ToList();
        var waiting = placed.FindAll(one => one.Place.Wait is not null);
        if (waiting.Count > 0)
            await ledger.WriteAsync([.. waiting.Select(one => JudgeHandOver.PutOff(one.Delivery, one.Place.Wait!))]);
        return placed.FindAll(one => one.Place.Wait is null);
    }

    private async Task<List<SendingMailing>> UnderWayAsync(MailSender sender, Lane lane, CancellationToken stoppingToken)
    {
        await using var db = databases.CreateDbContext();
        var underWay = await db.Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.Lane == lane && mailing.CancelledAt == null && mailing.PausedAt == null)
            .OrderBy(mailing => mailing.ActivatedAt)
            .Select(mailing => new
            {
                Sender = mailing.SenderKey,
                Mailing = new SendingMailing(
                    mailing.Id, mailing.DoubtPolicy, mailing.ActivatedAt ?? mailing.DueAt, mailing.HonoursQuietTimes,
                    mailing.CanaryState == CanaryState.Sending, mailing.Lane),
            })
            .ToListAsync(stoppingToken);
        // The configuration's names are the same in any case of letters, and the engines do not compare so.
        return [.. underWay.Where(found => sender.IsNamed(found.Sender)).Select(found => found.Mailing)];
    }

    private async Task PutAsync(Line line, IReadOnlyList<PlacedDelivery> batch, CancellationToken stoppingToken)
    {
        var took = await queueing.ExecuteAsync(line.Queue, line.Lane, batch, stoppingToken);
        if (batch.Count > 0)
            line.Batch = Adapt(line.Batch, took);
    }

    /// <summary>One lane of a sender, as it is supplied.</summary>
    private sealed class Line(MailSender sender, Lane lane, ClaimedQueue queue, UnusedPlaces unused)
    {
        internal UnusedPlaces Unused { get; } = unused;

        internal MailSender Sender { get; } = sender;

        internal Lane Lane { get; } = lane;

        internal ClaimedQueue Queue { get; } = queue;

        /// <summary>How many to claim at once, as fast as they go.</summary>
        internal int Batch { get; set; } = SmallestBatch;

        internal int Round { get; set; }

        /// <summary>The last batch, on its way into the queue.</summary>
        internal Task Passing { get; set; } = Task.CompletedTask;

        /// <summary>Waits until it has been taken. A failure of its is told once, and holds up none that follows.</summary>
        internal Task PassedAsync()
        {
            var passing = Passing;
            Passing = Task.CompletedTask;
            return passing;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Claiming failed; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
