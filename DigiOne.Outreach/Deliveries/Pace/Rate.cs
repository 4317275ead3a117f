namespace DigiOne.Outreach.Deliveries;

/// <summary>A limit of messages in a time.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Period">In how long.</param>
internal sealed record Rate(int Messages, TimeSpan Period)
{
    /// <summary>The limits among these two, in messages; empty where there are none.</summary>
    internal static IReadOnlyList<Rate> Of(int? perMinute, int? perHour) =>
    [
        .. perMinute is { } minute ? [new Rate(minute, TimeSpan.FromMinutes(1))] : Array.Empty<Rate>(),
        .. perHour is { } hour ? [new Rate(hour, TimeSpan.FromHours(1))] : Array.Empty<Rate>(),
    ];

    /// <summary>The time between two messages of one node, where this many share the rate.</summary>
    internal TimeSpan Interval(int nodes) => Period * nodes / Messages;

    /// <summary>
    /// How far a message may run ahead of its time: one that somebody waits for by a tenth of the period, which bulk mail
    /// then makes up for.
    /// </summary>
    internal TimeSpan Tolerance(Lane lane, TimeSpan bulk) => lane == Lane.Transactional ? bulk + (Period / 10) : bulk;
}
