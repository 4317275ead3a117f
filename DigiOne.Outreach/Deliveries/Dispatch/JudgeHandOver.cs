using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Turns what a next hop answered into what the ledger says.</summary>
internal sealed class JudgeHandOver(IOptions<DeliveryOptions> options, TimeProvider clock, Random random)
{
    /// <summary>Fewer tries are no patience, because the mailing may have been paused between them, and tell nothing of the recipient.</summary>
    internal const int LeastTries = 3;

    // A person may find so many copies. Over the pauses between them, 51 minutes by default, a relay that breaks off gets
    // well again, or somebody has seen to it; and one message ends no more processes than that.
    private const int MostDoubts = 5;

    private static readonly TimeSpan AfterBug = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ForTurn = TimeSpan.FromSeconds(10);

    /// <summary>What the ledger says of tries that a fault of ours ended before their intent.</summary>
    internal static readonly IReadOnlyList<string> FaultsBefore = [DeliveryExplanations.NotComposed.Of(), DeliveryExplanations.FaultBefore.Of()];

    /// <summary>0 up to 1.</summary>
    internal double Jitter()
    {
        // A Random is not safe for all connections at once.
        lock (random)
            return random.NextDouble();
    }

    /// <summary>The outcome of a hand-over.</summary>
    internal LedgerEntry.Outcome Execute(ClaimedDelivery delivery, string route, HandOver answer) => answer switch
    {
        HandOver.Accepted accepted => new(delivery, DeliveryState.Accepted, route, accepted.Reply.ToString(), null),
        HandOver.Rejected rejected => Ended(delivery, route, rejected.Reply.ToString()),
        // However long a relay is in trouble, no recipient is struck out for it.
        HandOver.Deferred { Scope: DeferralScope.Relay } relay =>
            new(delivery, DeliveryState.Deferred, route, relay.Reply.ToString(), clock.GetUtcNow() + Pause(delivery)),
        HandOver.Deferred deferred => Later(delivery, route, deferred.Reply.ToString(), Pause(delivery)),
        HandOver.InDoubt doubt when delivery.DoubtPolicy == DoubtPolicy.SendAgain => AgainWhileInDoubt(delivery, route, doubt.Reason),
        HandOver.InDoubt doubt => new(delivery, DeliveryState.InDoubt, route, doubt.Reason, null),
        _ => throw new InvalidOperationException($"Nobody knows what {answer.GetType().Name} means."),
    };

    /// <summary>
    /// The outcome where there was nothing to hand over. A faulty template stays faulty; anything else may be mended, for as
    /// long as patience lasts.
    /// </summary>
    internal LedgerEntry.Outcome NotComposed(ClaimedDelivery delivery, string route, TemplateException? template) =>
        template is not null
            ? Ended(delivery, route, template.Message)
            : AfterFault(delivery, route, DeliveryExplanations.NotComposed.Of());

    /// <summary>
    /// The outcome where a fault of ours came between: after the intent nobody knows; before it nothing has left, and it is
    /// tried again for as long as patience lasts.
    /// </summary>
    internal LedgerEntry.Outcome Broken(ClaimedDelivery delivery, string route, bool isIntended) =>
        isIntended
            ? Execute(delivery, route, new HandOver.InDoubt(DeliveryExplanations.FaultAfter.Of()))
            : AfterFault(delivery, route, DeliveryExplanations.FaultBefore.Of());

    /// <summary>Whether a message that its policy sends again goes out once more, after this many tries that left doubt.</summary>
    internal static bool MaySendAgain(int doubts) => doubts < MostDoubts;

    /// <summary>
    /// Whether the recipient or the message may be why a relay closed, was lost or left doubt. One at whom it does so at every
    /// try must not have it left alone for everybody: from the third try on it may, where the relay is otherwise well.
    /// </summary>
    internal static bool MayBeRecipients(ClaimedDelivery delivery, HandOver answer) =>
        answer is HandOver.InDoubt or HandOver.Deferred { MayBeRecipients: true } && delivery.Attempts + 1 >= LeastTries;

    /// <summary>
    /// When to try again after the relay was in trouble: with the relay, from the third try on no sooner than by its own
    /// schedule. What may have arrived keeps to its own at once.
    /// </summary>
    internal static LedgerEntry.Outcome WithRelay(LedgerEntry.Outcome outcome, DateTimeOffset relayAt) =>
        outcome.State != DeliveryState.Deferred || outcome.IsDoubt || (outcome.Delivery.Attempts + 1 >= LeastTries && outcome.RetryAt > relayAt)
            ? outcome
            : outcome with { RetryAt = relayAt };

    /// <summary>The outcome where nothing was tried, because the sender's routes are in trouble.</summary>
    internal static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, RouteTrouble trouble) =>
        // What a relay said, or did not, was about another message; what it may carry on a day concerns all.
        PutOff(delivery, trouble.Route, trouble.Failures > 0 ? DeliveryExplanations.LeftAlone.Of(trouble.Route, trouble.Reason) : trouble.Reason, trouble.Until);

    /// <summary>The outcome where nothing was tried, because the recipient's domain takes no more for now.</summary>
    internal static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, DomainWait wait) => PutOff(delivery, "", wait.Reason, wait.Until) with { IsPlace = wait.IsPlace };

    /// <summary>The outcome where only another route may be able to carry the message, and many wait for it.</summary>
    internal LedgerEntry.Outcome WaitsFor(ClaimedDelivery delivery, IMailRoute route) =>
        PutOff(delivery, route.Name, DeliveryExplanations.OnlyRoute.Of(route.Name), clock.GetUtcNow() + ForTurn);

    /// <summary>The outcome where this process slept between intent and message, and another took the message for lost.</summary>
    internal LedgerEntry.Outcome NeverLeft(ClaimedDelivery delivery) =>
        NeverLeft(delivery, clock.GetUtcNow());

    /// <inheritdoc cref="NeverLeft(ClaimedDelivery)"/>
    internal static LedgerEntry.Outcome NeverLeft(ClaimedDelivery delivery, DateTimeOffset now) =>
        PutOff(delivery, "", DeliveryExplanations.NeverLeft.Of(), now) with { NothingLeft = true, HeardAt = now };

    private static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, string route, string reason, DateTimeOffset until)
    {
        delivery.LimitTurn?.GiveBack();
        return new(delivery, DeliveryState.Deferred, route, reason, until) { WasTried = false };
    }

    private TimeSpan Pause(ClaimedDelivery delivery) => RetrySchedule.After(options.Value.RetryPauses, delivery.Attempts + 1, Jitter());

    private LedgerEntry.Outcome Later(ClaimedDelivery delivery, string route, string reply, TimeSpan pause)
    {
        var retryAt = clock.GetUtcNow() + pause;
        return LaterUnless(IsTooLate(delivery, retryAt), delivery, route, reply, retryAt);
    }

    // No intent is written of what fails before it, so patience counts from the first of either.
    private LedgerEntry.Outcome AfterFault(ClaimedDelivery delivery, string route, string reply)
    {
        var retryAt = clock.GetUtcNow() + AfterBug;
        var firstAt = delivery.FirstFaultAt < delivery.FirstIntentAt ? delivery.FirstFaultAt : delivery.FirstIntentAt ?? delivery.FirstFaultAt;
        return LaterUnless(IsTooLate(delivery.Attempts + delivery.Faults, firstAt, retryAt), delivery, route, reply, retryAt);
    }

    private LedgerEntry.Outcome LaterUnless(bool isTooLate, ClaimedDelivery delivery, string route, string reply, DateTimeOffset retryAt) =>
        isTooLate
            ? Ended(delivery, route, DeliveryExplanations.GivenUp.Of(Patience, reply))
            : new(delivery, DeliveryState.Deferred, route, reply, retryAt);

    // What a later try is answered says nothing of an earlier one that may have arrived.
    private static LedgerEntry.Outcome Ended(ClaimedDelivery delivery, string route, string reply) =>
        delivery.Doubts > 0
            ? new(delivery, DeliveryState.InDoubt, route, DeliveryExplanations.EarlierDoubt.Of(reply), null)
            : new(delivery, DeliveryState.Rejected, route, reply, null);

    // No server has refused it, and it may have arrived: patience that ends makes it no rejection.
    private LedgerEntry.Outcome AgainWhileInDoubt(ClaimedDelivery delivery, string route, string reason)
    {
        var retryAt = clock.GetUtcNow() + Pause(delivery);
        var doubts = delivery.Doubts + 1;
        var end = MaySendAgain(doubts) ? IsTooLate(delivery, retryAt) ? Patience : null : DeliveryExplanations.Tries.Of(doubts);
        return end is not null
            ? new(delivery, DeliveryState.InDoubt, route, DeliveryExplanations.NotSentAgain.Of(end, reason), null)
            : new(delivery, DeliveryState.Deferred, route, reason, retryAt) { IsDoubt = true };
    }

    private bool IsTooLate(ClaimedDelivery delivery, DateTimeOffset retryAt) => IsTooLate(delivery.Attempts, delivery.FirstIntentAt, retryAt);

    private bool IsTooLate(int triesBefore, DateTimeOffset? firstAt, DateTimeOffset retryAt) =>
        triesBefore + 1 >= LeastTries && retryAt - firstAt > options.Value.RetryFor;

    private string Patience => DeliveryExplanations.Lasting(options.Value.RetryFor);
}
