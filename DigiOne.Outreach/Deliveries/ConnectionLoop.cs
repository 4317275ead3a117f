using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// One connection's work: take a claimed delivery, write its intent together with the last one's outcome, hand it over.
/// One for <see cref="Lane.Bulk"/> takes both lanes, one for <see cref="Lane.Transactional"/> only that.
/// </summary>
internal sealed partial class ConnectionLoop(
    MailSender sender, IMailRoute route, ClaimedQueue queue, Lane lane, Ledger ledger, MailingContents contents,
    ComposeDelivery compose, JudgeHandOver judge, RouteHealth health, Leases leases, Draining draining, TimeProvider clock, ILogger<ConnectionLoop> logger)
{
    /// <summary>What a claim must have left to begin with: the intent is written after composing and connecting.</summary>
    private readonly TimeSpan _leastLease = leases.Claim / 4;

    private readonly bool _transactionalOnly = lane == Lane.Transactional;

    /// <summary>Works until the queue ends or it is stopped; a message under way runs to its answer.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        await using var connection = route.CreateConnection();
        using var writer = new MessageWriter(clock);
        LedgerEntry.Outcome? outcome = null;
        while (true)
        {
            var delivery = await NextAsync(mayWait: outcome is null, stoppingToken);
            if (delivery is not null)
                outcome = await SendAsync(connection, writer, delivery, outcome, stoppingToken);
            else if (outcome is null)
                return;
            else
            {
                await ledger.WriteAsync(outcome);
                outcome = null;
            }
        }
    }

    /// <summary>The next delivery: at once while an outcome waits to be written, else when there is one.</summary>
    private async Task<ClaimedDelivery?> NextAsync(bool mayWait, CancellationToken stoppingToken)
    {
        try
        {
            stoppingToken.ThrowIfCancellationRequested();
            // What is claimed goes to the routes that work; where none does it is put off.
            while (health.Pause(route.Name) is { } trouble && !health.AllPause(sender.Routes))
            {
                if (!mayWait)
                    return null;
                await Task.Delay(Max(trouble.Until - clock.GetUtcNow(), TimeSpan.FromMilliseconds(1)), clock, stoppingToken);
            }

            do
            {
                // One whose lease has ended in the queue is another claim's by now, or soon.
                while (queue.TryTake(_transactionalOnly, out var next))
                    if (next.LeaseUntil - clock.GetUtcNow() > _leastLease)
                        return next;
            }
            while (mayWait && await queue.WaitAsync(_transactionalOnly, stoppingToken));
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <returns>The outcome, still to be written; null when nothing was tried.</returns>
    private async Task<LedgerEntry.Outcome?> SendAsync(
        IMailConnection connection, MessageWriter writer, ClaimedDelivery delivery, LedgerEntry.Outcome? last, CancellationToken stoppingToken)
    {
        if (health.Pause(route.Name) is { } trouble)
        {
            if (last is not null)
                await ledger.WriteAsync(last);
            return JudgeHandOver.PutOff(delivery, trouble);
        }

        // All that can fail about the message fails before its intent.
        WireMessage message;
        try
        {
            message = compose.Execute(await contents.GetAsync(delivery.MailingId), delivery, sender, writer);
        }
        catch (Exception failure)
        {
            if (last is not null)
                await ledger.WriteAsync(last);
            Log.NotComposed(logger, failure, delivery.Id);
            return judge.NotComposed(delivery, route.Name, failure as TemplateException);
        }

        HandOver.Deferred? closed;
        try
        {
            closed = await connection.OpenAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ledger.WriteAsync(last is null ? [new LedgerEntry.Release(delivery)] : [last, new LedgerEntry.Release(delivery)]);
            return null;
        }

        if (closed is not null)
        {
            if (last is not null)
                await ledger.WriteAsync(last);
            return RouteFailed(judge.Execute(delivery, route.Name, closed), closed);
        }

        var intent = new LedgerEntry.Intent(delivery, message.MessageId);
        if (!await (last is null ? ledger.WriteAsync(intent) : ledger.WriteAsync(last, intent)))
            return null;

        var answer = await connection.HandOverAsync(message, draining.GiveUp);
        if (answer is HandOver.Deferred { Scope: DeferralScope.Relay } lost)
            return RouteFailed(judge.Execute(delivery, route.Name, lost), lost);

        health.Recovered(route.Name);
        return judge.Execute(delivery, route.Name, answer);
    }

    private LedgerEntry.Outcome RouteFailed(LedgerEntry.Outcome outcome, HandOver.Deferred why)
    {
        var trouble = health.Failed(route.Name, why.Reply.ToString(), judge.Jitter());
        Log.RouteFailed(logger, route.Name, why.Reply.ToString(), trouble.Until);
        return outcome.State == DeliveryState.Deferred ? outcome with { RetryAt = trouble.Until } : outcome;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} cannot be used: {Reason}. It is tried again at {Until:u}")]
        internal static partial void RouteFailed(ILogger logger, string route, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Error, Message = "The message of delivery {Delivery} could not be made")]
        internal static partial void NotComposed(ILogger logger, Exception failure, DeliveryId delivery);
    }
}
