using System.Threading.Channels;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Keeps a sender's connections supplied: a batch of each mailing in turn, transactional ones first.</summary>
internal sealed partial class ClaimLoop(
    IDbContextFactory<OutreachDb> databases, ClaimDeliveries claim, MailingContents contents, QuietTimes quiet, DispatchSignal signal,
    TimeProvider clock, ILogger<ClaimLoop> logger)
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
        await using var db = databases.CreateDbContext();
        while (claimed.TryRead(out var delivery))
            await db.Set<Delivery>()
                .Where(row => row.Id == delivery.Id && row.ClaimEpoch == delivery.Epoch
                    && (row.State == DeliveryState.Waiting || row.State == DeliveryState.Deferred))
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null));
    }

    private async Task<bool> ClaimRoundAsync(MailSender sender, ChannelWriter<ClaimedDelivery> claimed, CancellationToken stoppingToken)
    {
        await using var db = databases.CreateDbContext();
        var mailings = await db.Set<Mailing>().AsNoTracking()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.SenderKey == sender.Key)
            .OrderByDescending(mailing => mailing.Lane).ThenBy(mailing => mailing.ActivatedAt)
            .ToListAsync(stoppingToken);
        contents.Keep(mailings.Select(mailing => mailing.Id).ToHashSet());
        var any = false;
        foreach (var mailing in mailings.Where(mailing => !Waits(mailing, sender)))
        {
            foreach (var delivery in await claim.ExecuteAsync(mailing, Batch, stoppingToken))
            {
                any = true;
                await claimed.WriteAsync(delivery, stoppingToken);
            }
        }

        return any;
    }

    // The capture folder wakes nobody up.
    private bool Waits(Mailing mailing, MailSender sender) =>
        mailing.HonoursQuietTimes && sender.Routes.Any(route => route is not CaptureFolder) && quiet.Until(clock.GetUtcNow()) is not null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Claiming failed; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
