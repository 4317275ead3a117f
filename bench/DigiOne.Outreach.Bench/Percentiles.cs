using System.Globalization;

namespace DigiOne.Outreach.Bench;

/// <summary>A set of durations, asked for its percentiles.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> measured)
{
    private readonly TimeSpan[] _sorted = [.. measured.Order()];

    internal int Count => _sorted.Length;

    internal TimeSpan Median => At(0.5);

    internal TimeSpan P99 => At(0.99);

    internal TimeSpan Longest => _sorted[^1];

    /// <summary>A row of a table: median, 99th percentile and longest in milliseconds.</summary>
    internal string Row(string name) => Count == 0 ? $"| {name} | | | |" : string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Median.TotalMilliseconds:0.0} | {P99.TotalMilliseconds:0.0} | {Longest.TotalMilliseconds:0.0} |");

    /// <summary>The 99th percentile in words.</summary>
    internal string P99InWords => Count == 0 ? "none measured" : string.Create(CultureInfo.InvariantCulture, $"{P99.TotalMilliseconds:0} ms");

    // Nearest rank: the smallest value that this share does not exceed.
    private TimeSpan At(double share) => _sorted[Math.Max((int)Math.Ceiling(share * _sorted.Length) - 1, 0)];
}
