using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// One connection's work: take a claimed delivery, write its intent together with the last one's outcome, hand it over.
/// One for <see cref="Lane.Bulk"/> takes both lanes, one for <see cref="Lane.Transactional"/> only that.
/// </summary>
internal sealed partial class ConnectionLoop(
    MailSender sender, IMailRoute route, NextDelivery next, Ledger ledger, MailingContents contents, ComposeDelivery compose,
    JudgeHandOver judge, RouteHealth health, DomainPace domains, Leases leases, Draining draining, TimeProvider clock,
    ILogger<ConnectionLoop> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private bool _isIntended;

    /// <summary>
    /// Withdrawing costs the connection. What is refused once is refused in a row, because a mailing was paused or called
    /// off: the rest is asked for first.
    /// </summary>
    private bool _mayAnnounce = true;

    /// <summary>Works until the queue ends or it is stopped; a message under way runs to its answer.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        await using var connection = route.CreateConnection();
        using var writer = new MessageWriter(clock);
        LedgerEntry.Outcome? outcome = null;
        while (true)
        {
            ClaimedDelivery? delivery = null;
            try
            {
                delivery = await next.TakeAsync(mayWait: outcome is null, stoppingToken);
                if (delivery is not null)
                    outcome = await SendInTimeAsync(connection, writer, delivery, outcome, stoppingToken);
                else if (outcome is null)
                    return;
                else
                {
                    await ledger.WriteAsync(outcome);
                    outcome = null;
                }
            }
            catch (Exception failure) when (!ledger.HasEnded)
            {
                // A fault costs one delivery its turn, never the relay its connection.
                Log.RoundFailed(logger, failure, route.Name, delivery?.Id);
                // Written twice it says the same.
                if (outcome is not null)
                    await ledger.WriteAsync(outcome);
                outcome = delivery is null ? null : judge.Broken(delivery, route.Name, _isIntended);
                await Task.Delay(AfterFault, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<LedgerEntry.Outcome?> SendInTimeAsync(
        IMailConnection connection, MessageWriter writer, ClaimedDelivery delivery, LedgerEntry.Outcome? last, CancellationToken stoppingToken)
    {
        var taken = clock.GetTimestamp();
        try
        {
            return await SendAsync(connection, writer, delivery, last, stoppingToken);
        }
        finally
        {
            next.Done(delivery, clock.GetElapsedTime(taken), wasSent: _isIntended);
        }
    }

    /// <returns>The outcome, still to be written; null when nothing was tried.</returns>
    private async Task<LedgerEntry.Outcome?> SendAsync(
        IMailConnection connection, MessageWriter writer, ClaimedDelivery delivery, LedgerEntry.Outcome? last, CancellationToken stoppingToken)
    {
        _isIntended = false;
        // Since it was taken, another connection has found the route in trouble.
        if (health.Pause(route.Name) is not null)
        {
            await ledger.WriteAsync(last is null ? [next.PassOn(delivery)] : [last, next.PassOn(delivery)]);
            return null;
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
        var asked = clock.GetTimestamp();
        var intended = last is null ? ledger.WriteAsync(intent) : ledger.WriteAsync(last, intent);
        if (_mayAnnounce)
            await connection.AnnounceAsync(message);
        _mayAnnounce = await intended;
        _isIntended = _mayAnnounce;
        // A process that slept on the way asks again: another may have settled the message as lost.
        if (!_isIntended || (clock.GetElapsedTime(asked) > leases.Transaction / 2 && !await ledger.WriteAsync(new LedgerEntry.Renewal(delivery))))
        {
            connection.Withdraw();
            return null;
        }

        var answer = JudgeHandOver.WhoseFault(delivery, await connection.HandOverAsync(message, draining.GiveUp));
        if (answer is HandOver.Deferred { Scope: DeferralScope.Relay } lost)
            return RouteFailed(judge.Execute(delivery, route.Name, lost), lost);

        health.Recovered(route.Name);
        if (answer is HandOver.Accepted)
            domains.Accepted(delivery.Domain);
        return answer is HandOver.Deferred { Scope: DeferralScope.Domain } throttled
            ? DomainRefused(judge.Execute(delivery, route.Name, throttled), delivery.Domain, throttled)
            : judge.Execute(delivery, route.Name, answer);
    }

    private LedgerEntry.Outcome DomainRefused(LedgerEntry.Outcome outcome, string domain, HandOver.Deferred why)
    {
        if (domains.Refused(domain, why.Reply.ForOthers.ToString(), judge.Jitter()) is not { } trouble)
            return outcome;
        Log.DomainRests(logger, domain, why.Reply.ForLog, trouble.Until);
        return outcome.RetryAt < trouble.Until ? outcome with { RetryAt = trouble.Until } : outcome;
    }

    private LedgerEntry.Outcome RouteFailed(LedgerEntry.Outcome outcome, HandOver.Deferred why)
    {
        var trouble = health.Failed(route.Name, why.Reply.ForOthers.ToString(), judge.Jitter());
        Log.RouteFailed(logger, route.Name, why.Reply.ForLog, trouble.Until);
        return JudgeHandOver.WithRelay(outcome, trouble.Until);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} cannot be used: {Reason}. It is tried again at {Until:u}")]
        internal static partial void RouteFailed(ILogger logger, string route, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Recipients at {Domain} rest until {Until:u}: {Reason}")]
        internal static partial void DomainRests(ILogger logger, string domain, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Error, Message = "A connection to relay {Route} failed in its round with delivery {Delivery}, and goes on")]
        internal static partial void RoundFailed(ILogger logger, Exception failure, string route, DeliveryId? delivery);

        [LoggerMessage(Level = LogLevel.Error, Message = "The message of delivery {Delivery} could not be made")]
        internal static partial void NotComposed(ILogger logger, Exception failure, DeliveryId delivery);
    }
}
