using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.InfoSessions;

namespace DigiOne.Outreach.Web.Admin.Sessions;

internal static class CallingOff
{
    /// <summary>Whether something of a session has not left yet, and may still be stopped.</summary>
    internal static bool CanBeCalledOff(this InfoSessionDetail detail) =>
        detail.Invitation?.Standing.CanBeCancelled() == true || detail.Reminder?.Standing.CanBeCancelled() == true;
}
