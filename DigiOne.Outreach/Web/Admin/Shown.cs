using DigiOne.Outreach.Deliveries;
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

    /// <summary>A mailing's state; one whose messages wait for the end of a quiet time does not send.</summary>
    internal static ShownState Of(MailingDetails details) => details.WaitsUntil is null ? Of(details.Standing) : ShownState.Waiting;

    /// <summary>A mailing's state; a draft where there is none yet.</summary>
    internal static ShownState Of(MailingSummary? mailing) => mailing switch
    {
        null => ShownState.Draft,
        { WaitsUntil: not null } => ShownState.Waiting,
        _ => Of(mailing.Standing),
    };

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
