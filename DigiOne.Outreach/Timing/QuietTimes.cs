using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Timing;

/// <summary>When bulk mail waits: nights, weekends, holidays and whole months, in the organisation's local time.</summary>
internal sealed class QuietTimes(IOptions<QuietTimesOptions> options, LocalTime local)
{
    private const int LongestDays = 366;

    /// <summary>When the quiet time that holds now ends; null when it is not quiet.</summary>
    internal DateTimeOffset? Until(DateTimeOffset now)
    {
        var wall = local.At(now);
        if (!options.Value.Enabled || !IsQuiet(wall))
            return null;

        var day = DateOnly.FromDateTime(wall);
        for (var days = 0; days <= LongestDays; days++)
            foreach (var opening in Openings(day.AddDays(days)))
                if (opening > wall && !IsQuiet(opening))
                    return Instant(opening);

        // Every month is quiet: nothing opens by itself.
        return DateTimeOffset.MaxValue;
    }

    /// <summary>Whether it is quiet because the day is a public holiday.</summary>
    internal bool IsHoliday(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(local.At(now));
        return options.Value is { Enabled: true, Holidays: true } && !options.Value.Months.Contains(day.Month) && IsFinnishHoliday(day);
    }

    // Quiet ends where a quiet day does, or where the night does.
    private DateTime[] Openings(DateOnly day) => [day.ToDateTime(TimeOnly.MinValue), day.ToDateTime(options.Value.Until)];

    private DateTimeOffset Instant(DateTime wall) => local.Read(wall) switch
    {
        LocalReading.Exact exact => exact.Instant,
        LocalReading.Skipped skipped => skipped.Next,
        LocalReading.Twice twice => twice.Earlier,
        _ => throw new InvalidOperationException("A local time has one reading, two or none."),
    };

    private bool NightIsQuiet => options.Value.From != options.Value.Until;

    private bool IsQuiet(DateTime wall) => IsQuietDay(DateOnly.FromDateTime(wall)) || (NightIsQuiet && IsNight(TimeOnly.FromDateTime(wall)));

    // IsBetween goes over midnight by itself.
    private bool IsNight(TimeOnly time) => time.IsBetween(options.Value.From, options.Value.Until);

    private bool IsQuietDay(DateOnly day) =>
        options.Value.Months.Contains(day.Month)
        || (options.Value.Weekends && (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday))
        || (options.Value.Holidays && IsFinnishHoliday(day));

    private static bool IsFinnishHoliday(DateOnly day) => FinnishHolidays.Of(day.Year).Any(holiday => holiday.Date == day);
}
