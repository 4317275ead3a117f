using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Hears what one connection's relay says, or that it says nothing: what that means for the delivery, for the route and for
/// the recipient's domain.
/// </summary>
internal sealed partial class HearAnswer(
    IMailRoute route, NextDelivery next, JudgeHandOver judge, RouteHealth health, RouteRoom room, DomainPace domains, ILogger<HearAnswer> logger)
{
    /// <summary>The connection was not let in.</summary>
    /// <returns>The outcome; null where it was one too many, which is no matter of the delivery's.</returns>
    internal LedgerEntry.Outcome? NotOpened(ClaimedDelivery delivery, HandOver.Deferred closed)
    {
        // Who is full says so. Silence may be a server that hangs, and then all that are inside wait for it too.
        if (closed.Reply.Code == 0)
            room.Left(next);
        else if (room.Refused(route.Name, next, judge.Jitter()) is { } until)
        {
            Log.OneTooMany(logger, route.Name, closed.Reply.ForLog, until);
            return null;
        }

        return RouteFailed(judge.Execute(delivery, route.Name, closed), closed.Reply);
    }

    /// <summary>A message was handed over.</summary>
    internal LedgerEntry.Outcome Execute(ClaimedDelivery delivery, HandOver answer) => answer switch
    {
        HandOver.Deferred { Scope: DeferralScope.Relay } lost => Dropped(delivery, lost, lost with { Scope = DeferralScope.Recipient }, lost.Reply),
        HandOver.InDoubt doubt => Dropped(delivery, doubt, doubt, SmtpReply.Silent(doubt.Reason).ForOthers),
        _ => Answered(delivery, answer),
    };

    private LedgerEntry.Outcome Dropped(ClaimedDelivery delivery, HandOver answer, HandOver asRecipients, SmtpReply why)
    {
        room.Left(next);
        return JudgeHandOver.MayBeRecipients(delivery, answer) && health.DroppedOnly(route.Name, delivery.Id)
            ? judge.Execute(delivery, route.Name, asRecipients)
            : RouteFailed(judge.Execute(delivery, route.Name, answer), why, leavesDoubt: answer is HandOver.InDoubt);
    }

    private LedgerEntry.Outcome Answered(ClaimedDelivery delivery, HandOver answer)
    {
        health.Answered(route.Name, next);
        if (answer is HandOver.Accepted)
            domains.Accepted(route, delivery.Domain);
        var outcome = judge.Execute(delivery, route.Name, answer);
        if (answer is HandOver.Deferred { Scope: DeferralScope.Domain } throttled)
            DomainRefused(delivery.Domain, throttled.Reply);
        return outcome;
    }

    // The message keeps its own time: by then another relay may carry it, and where none does it waits for the rest to end.
    private void DomainRefused(string domain, SmtpReply why)
    {
        if (domains.Refused(route, domain, why.ForOthers.ToString(), judge.Jitter()) is { } trouble)
            Log.DomainRests(logger, route.Name, domain, why.ForLog, trouble.Until);
    }

    private LedgerEntry.Outcome RouteFailed(LedgerEntry.Outcome outcome, SmtpReply why, bool leavesDoubt = false)
    {
        var trouble = health.Failed(route.Name, why.ForOthers.ToString(), judge.Jitter(), leavesDoubt);
        Log.RouteFailed(logger, route.Name, why.ForLog, trouble.Until);
        return JudgeHandOver.WithRelay(outcome, trouble.Until);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} cannot be used: {Reason}. It is tried again at {Until:u}")]
        internal static partial void RouteFailed(ILogger logger, string route, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} takes no further connection beside those that it has: {Reason}. "
            + "One stays away until {Until:u}; fewer in Relays:{Route}:Connections would spare that")]
        internal static partial void OneTooMany(ILogger logger, string route, string reason, DateTimeOffset until);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Route} leaves recipients at {Domain} alone until {Until:u}: {Reason}")]
        internal static partial void DomainRests(ILogger logger, string route, string domain, string reason, DateTimeOffset until);
    }
}
