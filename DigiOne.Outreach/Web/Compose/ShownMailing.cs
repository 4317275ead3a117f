using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Admin;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>A mailing as people see it.</summary>
internal static class ShownMailing
{
    /// <summary>Its state; a draft where there is none yet.</summary>
    internal static ShownState StateOf(MailingSummary? mailing) => mailing is null ? ShownState.Draft : Shown.Of(mailing.Standing);

    /// <summary>Whether it can still be called off.</summary>
    internal static bool CanStop(MailingSummary? mailing) => mailing?.Standing.CanBeCancelled() == true;

    /// <summary>The page of it.</summary>
    internal static string Href(MailingSummary mailing) => $"/admin/mailings/{mailing.Id}";
}
