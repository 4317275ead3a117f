using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Turns what a next hop answered into what the ledger says.</summary>
internal sealed class JudgeHandOver(IOptions<DeliveryOptions> options, TimeProvider clock, Random random)
{
    // Fewer are no patience: the mailing may have been paused between them.
    private const int LeastTries = 3;
    private static readonly TimeSpan AfterBug = TimeSpan.FromMinutes(15);

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
        HandOver.Rejected rejected => new(delivery, DeliveryState.Rejected, route, rejected.Reply.ToString(), null),
        // However long a relay is in trouble, no recipient is struck out for it.
        HandOver.Deferred { Scope: DeferralScope.Relay } relay =>
            new(delivery, DeliveryState.Deferred, route, relay.Reply.ToString(), clock.GetUtcNow() + Pause(delivery)),
        HandOver.Deferred deferred => Later(delivery, route, deferred.Reply.ToString(), Pause(delivery)),
        HandOver.InDoubt doubt when delivery.DoubtPolicy == DoubtPolicy.SendAgain =>
            Later(delivery, route, doubt.Reason, Pause(delivery)) with { IsDoubt = true },
        HandOver.InDoubt doubt => new(delivery, DeliveryState.InDoubt, route, doubt.Reason, null),
        _ => throw new InvalidOperationException($"Nobody knows what {answer.GetType().Name} means."),
    };

    /// <summary>The outcome where there was nothing to hand over. A faulty template stays faulty; anything else may be mended.</summary>
    internal LedgerEntry.Outcome NotComposed(ClaimedDelivery delivery, string route, TemplateException? template) =>
        template is not null
            ? new(delivery, DeliveryState.Rejected, route, template.Message, null)
            : Later(delivery, route, "The message could not be made; the log says why.", AfterBug);

    /// <summary>The outcome where a fault of ours came between: after the intent nobody knows, before it nothing was tried.</summary>
    internal LedgerEntry.Outcome Broken(ClaimedDelivery delivery, string route, bool isIntended) =>
        isIntended
            ? Execute(delivery, route, new HandOver.InDoubt("A fault of ours ended the hand-over; the log says which."))
            : PutOff(delivery, route, "A fault of ours came before the hand-over; the log says which.", clock.GetUtcNow() + AfterBug);

    /// <summary>
    /// What a relay's trouble is taken for. One who gets a 421 or a lost connection at every try must not have the relay left
    /// alone for everybody: from the third try on it is the recipient's.
    /// </summary>
    internal static HandOver WhoseFault(ClaimedDelivery delivery, HandOver answer) =>
        answer is HandOver.Deferred { Scope: DeferralScope.Relay, MayBeRecipients: true } deferred && delivery.Attempts + 1 >= LeastTries
            ? deferred with { Scope = DeferralScope.Recipient }
            : answer;

    /// <summary>When to try again after the relay was in trouble: with the relay, from the third try on no sooner than by its own schedule.</summary>
    internal static LedgerEntry.Outcome WithRelay(LedgerEntry.Outcome outcome, DateTimeOffset relayAt) =>
        outcome.State != DeliveryState.Deferred || (outcome.Delivery.Attempts + 1 >= LeastTries && outcome.RetryAt > relayAt)
            ? outcome
            : outcome with { RetryAt = relayAt };

    /// <summary>The outcome where nothing was tried, because the sender's routes are in trouble.</summary>
    internal static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, RouteTrouble trouble) => PutOff(delivery, trouble.Route, trouble.Reason, trouble.Until);

    /// <summary>The outcome where nothing was tried, because the recipient's domain takes no more for now.</summary>
    internal static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, DomainWait wait) => PutOff(delivery, "", wait.Reason, wait.Until);

    private static LedgerEntry.Outcome PutOff(ClaimedDelivery delivery, string route, string reason, DateTimeOffset until) =>
        new(delivery, DeliveryState.Deferred, route, reason, until) { WasTried = false };

    private TimeSpan Pause(ClaimedDelivery delivery) => RetrySchedule.After(options.Value.RetryPauses, delivery.Attempts + 1, Jitter());

    private LedgerEntry.Outcome Later(ClaimedDelivery delivery, string route, string reply, TimeSpan pause)
    {
        var retryAt = clock.GetUtcNow() + pause;
        return delivery.Attempts + 1 >= LeastTries && retryAt - delivery.FirstIntentAt > options.Value.RetryFor
            ? new(delivery, DeliveryState.Rejected, route, $"Given up after {options.Value.RetryFor.TotalHours:0} hours. Last answer: {reply}", null)
            : new(delivery, DeliveryState.Deferred, route, reply, retryAt);
    }
}
