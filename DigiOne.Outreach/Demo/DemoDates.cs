using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Demo;

/// <summary>Days to come, counted from today where the organisation is.</summary>
internal sealed class DemoDates(LocalTime local, TimeProvider clock)
{
    /// <summary>Local time on the next such weekday after today, or so many weeks later.</summary>
    internal DateTime Next(DayOfWeek day, int hour, int weeksLater = 0)
    {
        var today = local.At(clock.GetUtcNow()).Date;
        var ahead = ((int)day - (int)today.DayOfWeek + 6) % 7 + 1;
        return today.AddDays(ahead + 7 * weeksLater).AddHours(hour);
    }

    /// <summary>Local time on such a weekday of next week, which begins on Monday.</summary>
    internal DateTime NextWeek(DayOfWeek day, int hour) => Next(DayOfWeek.Monday, 0).AddDays(((int)day + 6) % 7).AddHours(hour);

    /// <summary>The instant of a local time by day, when no clock changes.</summary>
    internal DateTimeOffset Instant(DateTime at) => local.Read(at) is LocalReading.Exact exact
        ? exact.Instant
        : throw new InvalidOperationException($"The clocks change at {at:O}.");
}
