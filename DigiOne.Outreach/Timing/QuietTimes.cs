using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Timing;

/// <summary>When bulk mail waits: nights, weekends, holidays and whole months, in the organisation's local time.</summary>
internal sealed class QuietTimes(IOptions<QuietTimesOptions> options, LocalTime local)
{
    // A quiet July, with the weekends around it, is the longest by far.
    private const int LongestDays = 120;

    /// <summary>When the quiet time that holds now ends; null when it is not quiet.</summary>
    internal DateTimeOffset? Until(DateTimeOffset now)
    {
        var wall = local.At(now);
        if (!options.Value.Enabled || !IsQuiet(wall))
            return null;

        var day = DateOnly.FromDateTime(wall);
        for (var days = 0; days <= LongestDays; days++)
        {
            var morning = day.AddDays(days).ToDateTime(Opening);
            if (morning > wall && !IsQuiet(morning))
                return local.Read(morning) switch
                {
                    LocalReading.Exact exact => exact.Instant,
                    LocalReading.Skipped skipped => skipped.Next,
                    LocalReading.Twice twice => twice.Earlier,
                    _ => throw new InvalidOperationException("A local time has one reading, two or none."),
                };
        }

        // Every month is quiet: nothing opens by itself.
        return DateTimeOffset.MaxValue;
    }

    private TimeOnly Opening => NightIsQuiet ? options.Value.Until : TimeOnly.MinValue;

    private bool NightIsQuiet => options.Value.From != options.Value.Until;

    private bool IsQuiet(DateTime wall) => IsQuietDay(DateOnly.FromDateTime(wall)) || (NightIsQuiet && IsNight(TimeOnly.FromDateTime(wall)));

    // IsBetween goes over midnight by itself.
    private bool IsNight(TimeOnly time) => time.IsBetween(options.Value.From, options.Value.Until);

    private bool IsQuietDay(DateOnly day) =>
        options.Value.Months.Contains(day.Month)
        || (options.Value.Weekends && (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday))
        || (options.Value.Holidays && FinnishHolidays.Of(day.Year).Any(holiday => holiday.Date == day));
}
