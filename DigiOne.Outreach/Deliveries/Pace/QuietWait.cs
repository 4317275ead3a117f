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
    /// Why and until when messages that could go out at an instant wait; null when they do not: the mailing does not mind quiet
    /// times, it is not quiet, or its mail goes to the capture folder, which wakes nobody up.
    /// </summary>
    internal QuietSpell? Of(bool honoursQuietTimes, string senderKey, DateTimeOffset instant) =>
        senders.TryFind(senderKey, out var sender) ? Of(honoursQuietTimes, sender, instant) : null;

    /// <summary>The same of a mailing that is under way, at this moment; null for one that is not.</summary>
    internal QuietSpell? Of(MailingStanding standing, bool honoursQuietTimes, string senderKey) =>
        standing == MailingStanding.Sending ? Of(honoursQuietTimes, senderKey, clock.GetUtcNow()) : null;

    /// <summary>The same, for who knows the mailing's sender.</summary>
    internal QuietSpell? Of(bool honoursQuietTimes, MailSender sender, DateTimeOffset instant)
    {
        if (!honoursQuietTimes || sender.Routes.All(route => route is CaptureFolder))
            return null;
        var window = sender.Window is { } hours ? Closed(hours) : null;
        return Until(window, instant) is { } until ? new QuietSpell(Reason(window, instant), until) : null;
    }

    private DateTimeOffset? Until(QuietTimes? window, DateTimeOffset instant)
    {
        DateTimeOffset? until = null;
        for (var looks = 0; looks < LongestSearch && until != DateTimeOffset.MaxValue; looks++)
        {
            if ((quiet.Until(until ?? instant) ?? window?.Until(until ?? instant)) is not { } next)
                return until;
            until = next;
        }

        return DateTimeOffset.MaxValue;
    }

    // Where both hold, the one that ends later. A holiday is what people know the day by.
    private QuietReason Reason(QuietTimes? window, DateTimeOffset instant) => (quiet.Until(instant), window?.Until(instant)) switch
    {
        (null, _) => QuietReason.SendWindow,
        _ when quiet.IsHoliday(instant) => QuietReason.Holiday,
        ({ } quietEnds, { } opens) when opens > quietEnds => QuietReason.SendWindow,
        _ => QuietReason.QuietTime,
    };

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
