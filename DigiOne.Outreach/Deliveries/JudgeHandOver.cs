using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Turns what a next hop answered into what the ledger says.</summary>
internal sealed class JudgeHandOver(IOptions<DeliveryOptions> options, TimeProvider clock, Random random)
{
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
        HandOver.Deferred deferred => Later(delivery, route, deferred.Reply.ToString(), Pause(delivery)),
        HandOver.InDoubt doubt when delivery.DoubtPolicy == DoubtPolicy.SendAgain =>
            Later(delivery, route, doubt.Reason, Pause(delivery)),
        HandOver.InDoubt doubt => new(delivery, DeliveryState.InDoubt, route, doubt.Reason, null),
        _ => throw new InvalidOperationException($"Nobody knows what {answer.GetType().Name} means."),
    };

    /// <summary>The outcome where there was nothing to hand over. A faulty template stays faulty; anything else may be mended.</summary>
    internal LedgerEntry.Outcome NotComposed(ClaimedDelivery delivery, string route, TemplateException? template) =>
        template is not null
            ? new(delivery, DeliveryState.Rejected, route, template.Message, null)
            : Later(delivery, route, "The message could not be made; the log says why.", AfterBug);

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
        // A mailing that its rates stretch over days tries everybody more than once all the same.
        return delivery.Attempts > 0 && retryAt - delivery.StartedAt > options.Value.RetryFor
            ? new(delivery, DeliveryState.Rejected, route, $"Given up after {options.Value.RetryFor.TotalHours:0} hours. Last answer: {reply}", null)
            : new(delivery, DeliveryState.Deferred, route, reply, retryAt);
    }
}
