using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>States of the slices as people see them.</summary>
internal static class Shown
{
    internal static ShownState Of(TimelineState state) => state switch
    {
        TimelineState.Planned => ShownState.Planned,
        TimelineState.Overdue => ShownState.Asking,
        TimelineState.Sending => ShownState.Sending,
        TimelineState.Paused => ShownState.Paused,
        TimelineState.Sent => ShownState.Sent,
        _ => ShownState.Cancelled,
    };

    internal static ShownState Of(MailingStanding standing) => standing switch
    {
        MailingStanding.Scheduled => ShownState.Planned,
        MailingStanding.Overdue => ShownState.Asking,
        MailingStanding.Sending => ShownState.Sending,
        MailingStanding.Paused => ShownState.Paused,
        MailingStanding.Closed => ShownState.Sent,
        _ => ShownState.Cancelled,
    };

    /// <summary>A mailing's state; one whose messages wait for their sender's window or the end of a quiet time does not send.</summary>
    internal static ShownState Of(MailingDetails details) => details.Quiet is null ? Of(details.Standing) : ShownState.Waiting;

    /// <summary>A mailing's state; a draft where there is none yet.</summary>
    internal static ShownState Of(MailingSummary? mailing) => mailing switch
    {
        null => ShownState.Draft,
        { WaitsUntil: not null } => ShownState.Waiting,
        _ => Of(mailing.Standing),
    };

    /// <summary>A delivery's state; one that nothing was tried with, or that we hold back ourselves, waits.</summary>
    internal static ShownState Of(Delivery delivery) => DeliveryWhys.Of(delivery) switch
    {
        DeliveryWhy.State when WasCaptured(delivery.State, delivery.Route) => ShownState.Captured,
        DeliveryWhy.Hindered when delivery.Attempts == 0 => ShownState.Waiting,
        var why => IsHeldBack(why) ? ShownState.Waiting : Of(delivery.State),
    };

    /// <summary>The same, with what is known of its mailing: while that is paused or waits, nothing is tried.</summary>
    internal static ShownState Of(DeliveryDetails details, QuietSpell? quiet) => Of(details.Delivery) switch
    {
        ShownState.Waiting or ShownState.Deferred when details.Mailing.IsPaused => ShownState.Paused,
        ShownState.Deferred when details.Mailing.IsSenderMissing || quiet is not null => ShownState.Waiting,
        var state => state,
    };

    /// <summary>What a try led to.</summary>
    internal static ShownState Of(Attempt attempt) =>
        WasCaptured(attempt.Outcome, attempt.Route) ? ShownState.Captured
        : IsHeldBack(DeliveryWhys.Of(attempt.Outcome, attempt.Reply)) ? ShownState.Waiting
        : Of(attempt.Outcome);

    private static bool WasCaptured(DeliveryState state, string? route) => state == DeliveryState.Accepted && route == CaptureFolder.RouteName;

    private static bool IsHeldBack(DeliveryWhy why) => why is DeliveryWhy.OwnLimit or DeliveryWhy.DomainPatience;

    internal static ShownState Of(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => ShownState.Waiting,
        DeliveryState.Deferred => ShownState.Deferred,
        DeliveryState.Sending => ShownState.Sending,
        DeliveryState.Accepted => ShownState.Accepted,
        DeliveryState.Rejected => ShownState.Rejected,
        DeliveryState.Skipped => ShownState.Skipped,
        DeliveryState.Cancelled => ShownState.Cancelled,
        _ => ShownState.InDoubt,
    };
}
