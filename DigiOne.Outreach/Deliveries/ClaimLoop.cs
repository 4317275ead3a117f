using System.Threading.Channels;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Keeps a sender's connections supplied: a batch of each mailing in turn, transactional ones first.</summary>
internal sealed partial class ClaimLoop(
    IDbContextFactory<OutreachDb> databases, ClaimDeliveries claim, MailingContents contents, QuietWait quiet, RouteHealth health,
    DispatchSignal signal, Ledger ledger, TimeProvider clock, ILogger<ClaimLoop> logger)
{
    private const int Batch = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// What is claimed and not yet on a connection. Short, so that a lease seldom ends in the queue and a transactional
    /// message stands behind few others.
    /// </summary>
    internal static Channel<ClaimedDelivery> CreateBuffer(int connections) =>
        Channel.CreateBounded<ClaimedDelivery>(new BoundedChannelOptions(Math.Max(2 * connections, Batch)) { SingleWriter = true });

    /// <summary>Claims until it is stopped.</summary>
    internal async Task RunAsync(MailSender sender, ChannelWriter<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await ClaimRoundAsync(sender, claimed, stoppingToken))
                    await signal.WaitAsync(Look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure);
                await Task.Delay(Look, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Gives back what no connection took.</summary>
    internal async Task ReleaseAsync(ChannelReader<ClaimedDelivery> claimed)
    {
        var left = new List<ClaimedDelivery>();
        while (claimed.TryRead(out var delivery))
            left.Add(delivery);
        await ReleaseAsync(left);
    }

    private async Task ReleaseAsync(IEnumerable<ClaimedDelivery> unwanted)
    {
        LedgerEntry[] releases = [.. unwanted.Select(delivery => new LedgerEntry.Release(delivery))];
        if (releases.Length > 0)
            await ledger.WriteAsync(releases);
    }

    private async Task<bool> ClaimRoundAsync(MailSender sender, ChannelWriter<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        await using var db = databases.CreateDbContext();
        var mailings = await db.Set<Mailing>().AsNoTracking()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.CancelledAt == null && mailing.SenderKey == sender.Key)
            .OrderByDescending(mailing => mailing.Lane).ThenBy(mailing => mailing.ActivatedAt)
            .ToListAsync(stoppingToken);
        contents.Keep(sender.Key, mailings.Select(mailing => mailing.Id).ToHashSet());
        var any = false;
        foreach (var mailing in mailings.Where(mailing => quiet.Until(mailing, sender, clock.GetUtcNow()) is null))
        {
            // While no route works each recipient is put off once, so that everybody's row says why; those who were wait
            // until there is something to try.
            var batch = await claim.ExecuteAsync(mailing, Batch, onlyNew: health.AllPause(sender.Routes), stoppingToken);
            any |= batch.Count > 0;
            await PassOnAsync(batch, claimed, stoppingToken);
        }

        return any;
    }

    private async Task PassOnAsync(IReadOnlyList<ClaimedDelivery> batch, ChannelWriter<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        var passed = 0;
        try
        {
            for (; passed < batch.Count; passed++)
                await claimed.WriteAsync(batch[passed], stoppingToken);
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
