using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// One connection's work: take a claimed delivery, write its intent together with the last one's outcome, hand it over, and
/// announce the next one with its end, where that is there already.
/// One for <see cref="Lane.Bulk"/> takes both lanes, one for <see cref="Lane.Transactional"/> only that.
/// </summary>
internal sealed partial class ConnectionLoop(
    MailSender sender, IMailRoute route, NextDelivery next, HearAnswer hear, Ledger ledger, MailingContents contents, ComposeDelivery compose,
    JudgeHandOver judge, RouteHealth health, RouteRoom room, Leases leases, Draining draining, TimeProvider clock,
    ILogger<ConnectionLoop> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>How often an idle connection looks whether another needs its place.</summary>
    private static readonly TimeSpan LookWhenIdle = TimeSpan.FromSeconds(1);

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
        using var messages = new MessagesInTurn(sender, next, contents, compose, clock);
        LedgerEntry.Outcome? outcome = null;
        while (true)
        {
            ClaimedDelivery? delivery = null;
            try
            {
                var taking = next.TakeAsync(mayWait: outcome is null, stoppingToken);
                if (!taking.IsCompleted)
                    await GiveWayAsync(connection, taking);
                delivery = await taking;
                if (delivery is not null)
                    outcome = await SendInTimeAsync(connection, messages, delivery, outcome, stoppingToken);
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

    /// <summary>Waits, and closes the connection where its relay has no room for all and others have something to send.</summary>
    private async Task GiveWayAsync(IMailConnection connection, Task taking)
    {
        // What was taken ahead would have been here at once.
        connection.Withdraw();
        while (!taking.IsCompleted)
        {
            await taking.WaitAsync(LookWhenIdle, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!taking.IsCompleted && room.GivesWay(route.Name, next))
                await connection.CloseAsync();
        }
    }

    private async Task<LedgerEntry.Outcome?> SendInTimeAsync(
        IMailConnection connection, MessagesInTurn messages, ClaimedDelivery delivery, LedgerEntry.Outcome? last, CancellationToken stoppingToken)
    {
        var taken = clock.GetTimestamp();
        try
        {
            return await SendAsync(connection, messages, delivery, last, stoppingToken);
        }
        finally
        {
            next.Done(delivery, clock.GetElapsedTime(taken), wasSent: _isIntended);
            if (!_isIntended)
                delivery.LimitTurn?.GiveBack();
        }
    }

    /// <returns>The outcome, still to be written; null when nothing was tried.</returns>
    private async Task<LedgerEntry.Outcome?> SendAsync(
        IMailConnection connection, MessagesInTurn messages, ClaimedDelivery delivery, LedgerEntry.Outcome? last, CancellationToken stoppingToken)
    {
        _isIntended = false;
        // Since it was taken, another connection has found the route in trouble.
        if (health.Pause(route.Name) is not null)
        {
            connection.Withdraw();
            return await LetGoAsync(next.PassOn(delivery), last);
        }

        // All that can fail about the message fails before its intent.
        WireMessage message;
        try
        {
            message = await messages.OfAsync(delivery);
        }
        catch (Exception failure) when (DatabaseFailure.IsLost(failure))
        {
            Log.NotRead(logger, failure, delivery.MailingId);
            return await LetGoAsync(new LedgerEntry.Release(delivery), last);
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
            return await LetGoAsync(new LedgerEntry.Release(delivery), last);
        }

        if (closed is not null)
        {
            if (hear.NotOpened(delivery, closed) is not { } failed)
                return await LetGoAsync(new LedgerEntry.Release(delivery), last);
            if (last is not null)
                await ledger.WriteAsync(last);
            return failed;
        }

        room.Entered(route.Name, next);
        if (connection.ObjectionTo(message) is { } objection)
        {
            if (last is not null)
                await ledger.WriteAsync(last);
            return LeaveToAnother(delivery, objection);
        }

        var intent = new LedgerEntry.Intent(delivery, message.MessageId);
        var asked = clock.GetTimestamp();
        var intended = last is null ? ledger.WriteAsync(intent) : ledger.WriteAsync(last, intent);
        if (_mayAnnounce)
            await connection.AnnounceAsync(message);
        var following = _mayAnnounce && !stoppingToken.IsCancellationRequested ? messages.TakeAhead() : null;
        _mayAnnounce = await intended;
        _isIntended = _mayAnnounce;
        // A process that slept on the way asks again: another may have settled the message as lost.
        var isOurs = _isIntended && (clock.GetElapsedTime(asked) <= leases.Transaction / 2 || await ledger.WriteAsync(new LedgerEntry.Renewal(delivery)));
        if (isOurs)
            return hear.Execute(delivery, await connection.HandOverAsync(message, following, draining.GiveUp));

        connection.Withdraw();
        if (!_isIntended)
            return null;
        _isIntended = false;
        return judge.NeverLeft(delivery);
    }

    /// <summary>Another of the sender's routes may be able to carry the message. Only where none is, the objection is the answer.</summary>
    private LedgerEntry.Outcome? LeaveToAnother(ClaimedDelivery delivery, SmtpReply objection)
    {
        var left = delivery with { NotBy = [.. delivery.NotBy, route.Name], LimitTurn = delivery.LimitTurn?.HandOn() };
        List<IMailRoute> others = [.. sender.Routes.Where(other => !left.NotBy.Contains(other.Name))];
        if (others.Count == 0)
            return judge.Execute(delivery, route.Name, new HandOver.Rejected(objection));

        if (health.AllPause(others, delivery.Lane) is { } trouble)
            return JudgeHandOver.PutOff(left, trouble);
        var other = others.Find(other => health.AllPause([other], delivery.Lane) is null) ?? others[0];
        return next.TryLeave(left, other) ? null : judge.WaitsFor(left, other);
    }

    /// <summary>Lets a claim go with which nothing was tried.</summary>
    /// <returns>Null: there is no outcome.</returns>
    private async Task<LedgerEntry.Outcome?> LetGoAsync(LedgerEntry entry, LedgerEntry.Outcome? last)
    {
        await ledger.WriteAsync(last is null ? [entry] : [last, entry]);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A connection to relay {Route} failed in its round with delivery {Delivery}, and goes on")]
        internal static partial void RoundFailed(ILogger logger, Exception failure, string route, DeliveryId? delivery);

        [LoggerMessage(Level = LogLevel.Error, Message = "The content of mailing {Mailing} could not be read; its deliveries wait for the database")]
        internal static partial void NotRead(ILogger logger, Exception failure, MailingId mailing);

        [LoggerMessage(Level = LogLevel.Error, Message = "The message of delivery {Delivery} could not be made")]
        internal static partial void NotComposed(ILogger logger, Exception failure, DeliveryId delivery);
    }
}
