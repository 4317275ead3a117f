using DigiOne.Outreach.Nodes;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// Reads the mailbox for as long as the process serves, while no other does: waits for new mail, and connects anew after growing
/// pauses. While all mail is held, the mailbox waits too: another database may be the one that goes on, and the messages are its.
/// </summary>
internal sealed partial class ReadMailbox(
    IOptions<InboundOptions> options, MailboxLease lease, MailboxHealth health, ReadNewMail look, MailHold hold, TimeProvider clock,
    ILogger<ReadMailbox> logger) : BackgroundService
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // Many servers lock an account after a few wrong passwords.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(1);

    private readonly string _source = options.Value.MailboxName;
    private TimeSpan _pause = FirstPause;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!options.Value.IsOn)
            return;
        health.Note(MailboxStanding.Starting);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await TurnAsync(stoppingToken);
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long to wait before the next.</returns>
    private async Task<TimeSpan> TurnAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!hold.MayLeave)
            {
                if (hold.Held is not null)
                    health.Note(MailboxStanding.Held);
                return AskAgain;
            }

            if (!await lease.TryTakeAsync(_source, stoppingToken))
            {
                health.Note(MailboxStanding.Elsewhere);
                return MailboxLease.RenewEvery;
            }

            await ReadWhileOursAsync(stoppingToken);
            return AskAgain;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        // The boundary of one connection: whatever ended it, the next one may go well.
        catch (Exception failure)
        {
            var trouble = MailboxTroubles.Of(failure);
            health.Note(MailboxStanding.InTrouble, trouble);
            var pause = trouble == MailboxTrouble.Refused && _pause < RefusedPause ? RefusedPause : _pause;
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            Log.Failed(logger, failure, trouble, pause);
            return pause;
        }
    }

    private async Task ReadWhileOursAsync(CancellationToken stoppingToken)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var keeping = lease.KeepAsync(_source, work);
        try
        {
            await ReadAsync(work.Token);
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            Log.Lost(logger);
        }
        finally
        {
            await work.CancelAsync();
            await keeping;
            await lease.ReleaseAsync(_source, CancellationToken.None);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var mailbox = await ImapMailbox.OpenAsync(options.Value, clock, cancellationToken);
        Log.Opened(logger);
        while (hold.MayLeave)
        {
            await look.ExecuteAsync(mailbox, _source, cancellationToken);
            health.Looked();
            _pause = FirstPause;
            await mailbox.WaitAsync(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The mailbox is read")]
        internal static partial void Opened(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another node reads the mailbox now")]
        internal static partial void Lost(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The mailbox cannot be read ({Trouble}); it is tried again in {Pause}")]
        internal static partial void Failed(ILogger logger, Exception failure, MailboxTrouble trouble, TimeSpan pause);
    }
}
