using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Whether a mailing's messages wait for the end of a quiet time.</summary>
internal sealed class QuietWait(SenderDirectory senders, QuietTimes quiet)
{
    /// <summary>
    /// Until when messages that could go out at an instant wait; null when they do not: the mailing does not mind quiet
    /// times, it is not quiet, or its mail goes to the capture folder, which wakes nobody up.
    /// </summary>
    internal DateTimeOffset? Until(Mailing mailing, DateTimeOffset instant) =>
        senders.TryFind(mailing.SenderKey, out var sender) ? Until(mailing.HonoursQuietTimes, sender, instant) : null;

    /// <summary>The same, for who knows the mailing's sender.</summary>
    internal DateTimeOffset? Until(bool honoursQuietTimes, MailSender sender, DateTimeOffset instant) =>
        honoursQuietTimes && sender.Routes.Any(route => route is not CaptureFolder) ? quiet.Until(instant) : null;
}
