using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Tells when a mailing whose canary has been sent goes on to everybody else.</summary>
internal sealed class CanaryEnd(QuietWait quiet, IOptions<TripwireOptions> tripwire)
{
    /// <summary>How long everybody else waits after the canary.</summary>
    internal TimeSpan Wait => tripwire.Value.CanaryWait;

    /// <summary>
    /// When the others get it, if few of the canary's messages are rejected; null while the canary is being sent, where there is
    /// none or it has passed, and where a quiet time has no end.
    /// </summary>
    internal DateTimeOffset? Of(MailingStanding standing, CanaryState canary, DateTimeOffset? doneAt, bool honoursQuietTimes, string senderKey)
    {
        if (standing != MailingStanding.Sending || canary != CanaryState.Sending || doneAt is not { } done)
            return null;
        var until = quiet.Of(honoursQuietTimes, senderKey, done + Wait)?.Until ?? done + Wait;
        return until == DateTimeOffset.MaxValue ? null : until;
    }
}
