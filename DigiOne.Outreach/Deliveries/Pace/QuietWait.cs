using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Whether a mailing's messages wait for the end of a quiet time, or for their sender's window.</summary>
internal sealed class QuietWait(SenderDirectory senders, QuietTimes quiet, LocalTime local, TimeProvider clock)
{
    // A window that only opens into quiet times and the other way round: nothing goes out by itself.
    private const int LongestSearch = 1000;

    /// <summary>
    /// Until when messages that could go out at an instant wait; null when they do not: the mailing does not mind quiet
    /// times, it is not quiet, or its mail goes to the capture folder, which wakes nobody up. <see cref="DateTimeOffset.MaxValue"/>
    /// where the wait has no end.
    /// </summary>
    internal DateTimeOffset? Until(Mailing mailing, DateTimeOffset instant) =>
        senders.TryFind(mailing.SenderKey, out var sender) ? Until(mailing.HonoursQuietTimes, sender, instant) : null;

    /// <summary>The same of a mailing that is under way, at this moment; null for one that is not.</summary>
    internal DateTimeOffset? Until(MailingStanding standing, bool honoursQuietTimes, string senderKey) =>
        standing == MailingStanding.Sending && senders.TryFind(senderKey, out var sender) ? Until(honoursQuietTimes, sender, clock.GetUtcNow()) : null;

    /// <summary>The same, for who knows the mailing's sender.</summary>
    internal DateTimeOffset? Until(bool honoursQuietTimes, MailSender sender, DateTimeOffset instant)
    {
        if (!honoursQuietTimes || sender.Routes.All(route => route is CaptureFolder))
            return null;
        var window = sender.Window is { } hours ? Closed(hours) : null;
        DateTimeOffset? until = null;
        for (var looks = 0; looks < LongestSearch && until != DateTimeOffset.MaxValue; looks++)
        {
            if ((quiet.Until(until ?? instant) ?? window?.Until(until ?? instant)) is not { } next)
                return until;
            until = next;
        }

        return DateTimeOffset.MaxValue;
    }

    // The hours outside a window are quiet ones.
    private QuietTimes Closed(SendWindowOptions window) => new(
        Options.Create(new QuietTimesOptions
        {
            Enabled = true,
            From = window.Until,
            Until = window.From,
            Weekends = !window.Weekends,
            Holidays = false,
            Months = [],
        }),
        local);
}
