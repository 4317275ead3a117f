using System.Globalization;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Web.Languages;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace DigiOne.Outreach.Web;

/// <summary>Numbers and times as the reader writes them: in the language of the page and the zone of the organisation.</summary>
internal sealed class Display(IOptions<OrganisationOptions> organisation)
{
    // To the minute, what comes in seconds would seem to be now.
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2);

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[organisation.Value.TimeZone];

    /// <summary>A count with its thousands apart: <c>12 345</c>.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A share of a whole: <c>42 %</c>. Rounded down, so that 100 % means all.</summary>
    internal static string Percent(long part, long whole) =>
        (whole == 0 ? 0 : Math.Floor(100m * part / whole) / 100m).ToString("P0", CultureInfo.CurrentCulture);

    /// <summary>A part of a whole, with its share: <c>642 / 1 024 · 62 %</c>.</summary>
    internal static string Progress(long part, long whole) => $"{Count(part)} / {Count(whole)} · {Percent(part, whole)}";

    /// <summary>Day and time: <c>ma 23.11.2026 klo 16.05</c>.</summary>
    internal string DateTime(DateTimeOffset instant) => Format(instant, UiLanguage.Current.Code switch
    {
        "fi" => "ddd d.M.uuuu 'klo' H.mm",
        "sv" => "ddd d.M.uuuu 'kl.' H.mm",
        _ => "ddd d MMM uuuu, HH:mm",
    });

    /// <summary>Day and time, as seen from a moment: of what comes within two minutes, the time to the second: <c>klo 16.05.42</c>.</summary>
    internal string DateTime(DateTimeOffset instant, DateTimeOffset now) => instant <= now || instant - now >= Near ? DateTime(instant) : Format(instant, UiLanguage.Current.Code switch
    {
        "fi" => "'klo' H.mm.ss",
        "sv" => "'kl.' H.mm.ss",
        _ => "HH:mm:ss",
    });

    /// <summary>Day without time: <c>ma 23.11.2026</c>.</summary>
    internal string Date(DateTimeOffset instant) => Format(instant, UiLanguage.Current.Code == "en" ? "ddd d MMM uuuu" : "ddd d.M.uuuu");

    /// <summary>Time without day: <c>16.05</c>.</summary>
    internal string Time(DateTimeOffset instant) => Format(instant, UiLanguage.Current.Code == "en" ? "HH:mm" : "H.mm");

    /// <summary>A length of time, rounded up: <c>10 min</c>.</summary>
    internal static string Minutes(TimeSpan length) => $"{Count((long)Math.Ceiling(length.TotalMinutes))} min";

    /// <summary>A time of day: <c>20.00</c>.</summary>
    internal static string Time(TimeOnly time) =>
        time.ToString(UiLanguage.Current.Code == "en" ? "HH:mm" : "H.mm", CultureInfo.InvariantCulture);

    /// <summary>The local day of an instant, by which things are grouped.</summary>
    internal LocalDate Day(DateTimeOffset instant) => Local(instant).Date;

    /// <summary>The instant at which a local day begins.</summary>
    internal DateTimeOffset Start(LocalDate day) => day.AtStartOfDayInZone(_zone).ToInstant().ToDateTimeOffset();

    /// <summary>From a day to another: <c>16.11.2026–23.12.2026</c>.</summary>
    internal static string Span(LocalDate first, LocalDate last)
    {
        var pattern = LocalDatePattern.Create(UiLanguage.Current.Code == "en" ? "d MMM uuuu" : "d.M.uuuu", CultureInfo.CurrentCulture);
        return $"{pattern.Format(first)}–{pattern.Format(last)}";
    }

    /// <summary>A day as a heading: <c>maanantai 23. marraskuuta</c>; with the year when it is not this one.</summary>
    internal static string DayHeading(LocalDate day, LocalDate today)
    {
        var year = day.Year == today.Year ? "" : " uuuu";
        var pattern = UiLanguage.Current.Code == "fi" ? "dddd d. MMMM" : "dddd d MMMM";
        return LocalDatePattern.Create(pattern + year, CultureInfo.CurrentCulture).Format(day);
    }

    private string Format(DateTimeOffset instant, string pattern) =>
        LocalDateTimePattern.Create(pattern, CultureInfo.CurrentCulture).Format(Local(instant));

    private LocalDateTime Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_zone).LocalDateTime;
}
