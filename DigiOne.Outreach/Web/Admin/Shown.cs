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

    /// <summary>A delivery's state, by the word that it is counted under.</summary>
    internal static ShownState Of(Delivery delivery) =>
        DeliveryWhys.Of(delivery) == DeliveryWhy.State && WasCaptured(delivery.State, delivery.Route) ? ShownState.Captured : Of(DeliveryStandings.Of(delivery));

    /// <summary>The same, with what is known of its mailing: while that is paused or waits, nothing is tried.</summary>
    internal static ShownState Of(DeliveryDetails details, QuietSpell? quiet) => Of(details.Delivery) switch
    {
        ShownState.Waiting or ShownState.Limited or ShownState.Deferred when details.Mailing.IsPaused => ShownState.Paused,
        ShownState.Limited or ShownState.Deferred when details.Mailing.IsSenderMissing || quiet is not null => ShownState.Waiting,
        var state => state,
    };

    /// <summary>What a try led to.</summary>
    internal static ShownState Of(Attempt attempt) =>
        WasCaptured(attempt.Outcome, attempt.Route) ? ShownState.Captured : Of(DeliveryStandings.Of(attempt.Outcome, isLimited: false));

    private static bool WasCaptured(DeliveryState state, string? route) => state == DeliveryState.Accepted && route == CaptureFolder.RouteName;

    internal static ShownState Of(DeliveryStanding standing) => standing switch
    {
        DeliveryStanding.Waiting => ShownState.Waiting,
        DeliveryStanding.Limited => ShownState.Limited,
        DeliveryStanding.Deferred => ShownState.Deferred,
        DeliveryStanding.Sending => ShownState.Sending,
        DeliveryStanding.Accepted => ShownState.Accepted,
        DeliveryStanding.Rejected => ShownState.Rejected,
        DeliveryStanding.Skipped => ShownState.Skipped,
        DeliveryStanding.Cancelled => ShownState.Cancelled,
        _ => ShownState.InDoubt,
    };
}
