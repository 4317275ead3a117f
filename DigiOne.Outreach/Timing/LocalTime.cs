using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace DigiOne.Outreach.Timing;

/// <summary>A local date and time read as an instant. Twice a year that is not one answer.</summary>
public abstract record LocalReading
{
    private LocalReading()
    {
    }

    /// <summary>The clock shows this time once.</summary>
    public sealed record Exact(DateTimeOffset Instant) : LocalReading;

    /// <summary>The clock jumps over this time; it goes on at <paramref name="Next"/>.</summary>
    public sealed record Skipped(DateTimeOffset Next) : LocalReading;

    /// <summary>The clock shows this time twice.</summary>
    public sealed record Twice(DateTimeOffset Earlier, DateTimeOffset Later) : LocalReading;
}

/// <summary>Local time of an IANA zone, as people type and read it; the rows hold instants.</summary>
public sealed class LocalTime
{
    private const string InstantForm = "yyyy-MM-dd'T'HH:mmzzz";

    private const string SecondForm = "yyyy-MM-dd'T'HH:mm:sszzz";

    private readonly DateTimeZone _zone;

    /// <param name="zone">IANA id, e.g. <c>Europe/Helsinki</c>.</param>
    /// <exception cref="DateTimeZoneNotFoundException">No such zone.</exception>
    public LocalTime(string zone) => _zone = DateTimeZoneProviders.Tzdb[zone];

    /// <summary>Whether an IANA zone of this name exists.</summary>
    public static bool Knows(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>Whether a time lies in the years 2000 to 2199: others are slips of the pen, and no calendar's end is near.</summary>
    public static bool Takes(DateTime time) => time.Year is >= 2000 and < 2200;

    /// <summary>Reads what a clock on the wall shows, which <see cref="Takes"/> has accepted.</summary>
    public LocalReading Read(DateTime local)
    {
        var mapping = _zone.MapLocal(LocalDateTime.FromDateTime(local));
        return mapping.Count switch
        {
            1 => new LocalReading.Exact(mapping.Single().ToInstant().ToDateTimeOffset()),
            0 => new LocalReading.Skipped(mapping.LateInterval.Start.ToDateTimeOffset()),
            _ => new LocalReading.Twice(mapping.First().ToInstant().ToDateTimeOffset(), mapping.Last().ToInstant().ToDateTimeOffset()),
        };
    }

    /// <summary>What a clock on the wall shows at an instant; <see cref="DateTime.Kind"/> is unspecified.</summary>
    public DateTime At(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_zone).ToDateTimeUnspecified();

    /// <summary>IANA id of the zone.</summary>
    public string Zone => _zone.Id;

    /// <summary>
    /// An instant as text, by the clock on the wall with the offset that the zone has then, so that it can be typed back as it
    /// stands: <c>2027-03-01T09:00+02:00</c>.
    /// </summary>
    public string Text(DateTimeOffset instant) => Text(instant, InstantForm);

    /// <summary>The same to the second, for what comes soon: <c>2027-03-01T09:00:05+02:00</c>.</summary>
    public string TextToSecond(DateTimeOffset instant) => Text(instant, SecondForm);

    /// <summary>The instant at which a day begins; where the clock skips midnight, the first after it.</summary>
    public DateTimeOffset Start(DateOnly day) => _zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>
    /// The same wall-clock time some days away. A day is a date, not 24 hours: the reminder of a meeting at ten comes at
    /// ten, across a change of the clocks too. A time that the clock skips moves on by the jump, one that comes twice is
    /// the earlier.
    /// </summary>
    public DateTimeOffset AddDays(DateTimeOffset instant, int days) =>
        _zone.ResolveLocal(LocalDateTime.FromDateTime(At(instant)).PlusDays(days), Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();

    private string Text(DateTimeOffset instant, string form) =>
        new DateTimeOffset(At(instant), At(instant) - instant.UtcDateTime).ToString(form, CultureInfo.InvariantCulture);
}
