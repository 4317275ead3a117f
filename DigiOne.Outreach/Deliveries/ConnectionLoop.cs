using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// One connection's work: take a claimed delivery, write its intent together with the last one's outcome, hand it over.
/// One for <see cref="Lane.Bulk"/> takes both lanes, one for <see cref="Lane.Transactional"/> only that.
/// </summary>
internal sealed partial class ConnectionLoop(
    MailSender sender, IMailRoute route, NextDelivery next, Ledger ledger, MailingContents contents, ComposeDelivery compose,
    JudgeHandOver judge, RouteHealth health, WarmUps warmUps, DomainPace domains, Draining draining, TimeProvider clock,
    ILogger<ConnectionLoop> logger)
{
    /// <summary>Works until the queue ends or it is stopped; a message under way runs to its answer.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        await using var connection = route.CreateConnection();
        using var writer = new MessageWriter(clock);
        LedgerEntry.Outcome? outcome = null;
        while (true)
        {
            var delivery = await next.TakeAsync(mayWait: outcome is null, stoppingToken);
            if (delivery is not null)
            {
                var taken = clock.GetTimestamp();
                outcome = await SendAsync(connection, writer, delivery, outcome, stoppingToken);
                next.Done(delivery, clock.GetElapsedTime(taken));
            }
            else if (outcome is null)
                return;
            else
            {
                await ledger.WriteAsync(outcome);
                outcome = null;
            }
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
            return JudgeHandOver.PutOff(delivery, health.First(sender.Routes) ?? trouble);
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

        var intent = new LedgerEntry.Intent(delivery, message.MessageId) { CountsOn = warmUps.Of(route.Name)?.Today is { } day ? (route.Name, day) : null };
        if (!await (last is null ? ledger.WriteAsync(intent) : ledger.WriteAsync(last, intent)))
            return null;

        var answer = await connection.HandOverAsync(message, draining.GiveUp);
        if (answer is HandOver.Deferred { Scope: DeferralScope.Relay } lost)
            return RouteFailed(judge.Execute(delivery, route.Name, lost), lost);

        health.Recovered(route.Name);
        if (answer is HandOver.Accepted)
            domains.Accepted(delivery.Domain);
        return answer is HandOver.Deferred { Scope: DeferralScope.Domain } throttled
            ? DomainRests(judge.Execute(delivery, route.Name, throttled), delivery.Domain, throttled)
            : judge.Execute(delivery, route.Name, answer);
    }

    private LedgerEntry.Outcome DomainRests(LedgerEntry.Outcome outcome, string domain, HandOver.Deferred why)
    {
        var trouble = domains.Throttled(domain, why.Reply.ToString(), judge.Jitter());
        Log.DomainRests(logger, domain, why.Reply.ToString(), trouble.Until);
        return outcome.RetryAt < trouble.Until ? outcome with { RetryAt = trouble.Until } : outcome;
    }

    private LedgerEntry.Outcome RouteFailed(LedgerEntry.Outcome outcome, HandOver.Deferred why)
    {
        var trouble = health.Failed(route.Name, why.Reply.ToString(), judge.Jitter());
        Log.RouteFailed(logger, route.Name, why.Reply.ToString(), trouble.Until);
        return outcome.State == DeliveryState.Deferred ? outcome with { RetryAt = trouble.Until } : outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} cannot be used: {Reason}. It is tried again at {Until:u}")]
        internal static partial void RouteFailed(ILogger logger, string route, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Recipients at {Domain} rest until {Until:u}: {Reason}")]
        internal static partial void DomainRests(ILogger logger, string domain, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Error, Message = "The message of delivery {Delivery} could not be made")]
        internal static partial void NotComposed(ILogger logger, Exception failure, DeliveryId delivery);
    }
}
