using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>A mailing as people see it.</summary>
internal static class ShownMailing
{
    /// <summary>Its state; a draft where there is none yet.</summary>
    internal static ShownState StateOf(MailingSummary? mailing) => mailing switch
    {
        null => ShownState.Draft,
        { IsCancelled: true } => ShownState.Cancelled,
        { IsAsking: true } => ShownState.Asking,
        { State: MailingState.Scheduled } => ShownState.Planned,
        { State: MailingState.Sending } => ShownState.Sending,
        _ => ShownState.Sent,
    };

    /// <summary>Whether it can still be called off.</summary>
    internal static bool CanStop(MailingSummary? mailing) => mailing is { IsCancelled: false, State: MailingState.Scheduled or MailingState.Sending };

    /// <summary>The page of it.</summary>
    internal static string Href(MailingSummary mailing) => $"/admin/mailings/{mailing.Id}";
}
