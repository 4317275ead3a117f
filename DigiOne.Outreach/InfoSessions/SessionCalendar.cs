using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>
/// A session as an iCalendar entry (RFC 5545). METHOD:PUBLISH: it announces, and asks for no reply that nobody would read.
/// </summary>
internal static class SessionCalendar
{
    /// <summary>The entry in one language.</summary>
    /// <param name="session">The session.</param>
    /// <param name="text">Its words in that language.</param>
    /// <param name="organizer">Address that the entry comes from.</param>
    /// <param name="stamp">When the entry was made (DTSTAMP).</param>
    internal static string Of(InfoSession session, InfoSessionText text, Mail.Mailbox organizer, DateTimeOffset stamp)
    {
        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//DigiOne//Outreach//FI" };
        // The library tells the zone's rules up to its own today and refuses to begin later than that.
        var rulesFrom = session.StartsAt < stamp.UtcDateTime ? session.StartsAt : stamp.UtcDateTime;
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(session.TimeZone, rulesFrom.AddYears(-1), false));
        calendar.Events.Add(new CalendarEvent
        {
            Uid = $"{session.Id.Value:n}@{organizer.Address[(organizer.Address.LastIndexOf('@') + 1)..]}",
            Sequence = session.Sequence,
            DtStamp = new CalDateTime(stamp.UtcDateTime, "UTC"),
            DtStart = new CalDateTime(session.StartsAt, session.TimeZone),
            DtEnd = new CalDateTime(session.EndsAt, session.TimeZone),
            Summary = text.Title,
            Description = Describe(session, text),
            Location = session.Place.Length > 0 ? session.Place : session.OnlineUrl,
            Url = session.OnlineUrl.Length > 0 ? new Uri(session.OnlineUrl) : null,
            Status = EventStatus.Confirmed,
            Organizer = new Organizer($"mailto:{organizer.Address}") { CommonName = organizer.Name },
        });
        return new CalendarSerializer().SerializeToString(calendar)
            ?? throw new InvalidOperationException($"Session {session.Id} has no calendar entry.");
    }

    private static string Describe(InfoSession session, InfoSessionText text) =>
        string.Join("\n\n", new[] { text.Description, session.OnlineUrl }.Where(part => part.Length > 0));
}
