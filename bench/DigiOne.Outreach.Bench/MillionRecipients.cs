using System.Globalization;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>Whether ten times the recipients cost rate or memory.</summary>
internal static class MillionRecipients
{
    internal const string Title = "A million recipients against a hundred thousand";

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (fewer, more) = (scale.Of(100_000), scale.Of(1_000_000));
        var (small, large) = (new List<ThroughputResult>(), new List<ThroughputResult>());
        for (var round = 0; round < scale.Rounds; round++)
        {
            small.Add(await DrillRun.ThroughputAsync(fewer, cancellationToken));
            large.Add(await DrillRun.ThroughputAsync(more, cancellationToken));
        }

        var (few, many) = (Rate(small), Rate(large));
        var (fewMemory, manyMemory) = (Memory(small), Memory(large));
        return new Measured(
            string.Create(
                CultureInfo.InvariantCulture,
                $"**{many / few:0.00}** of the rate (goal: at least 0.95), **{manyMemory:N0} MiB** at the peak (goal: at most 286, which are 300 MB, then 190), {manyMemory / fewMemory:0.00} times the memory (goal: within 20 %)"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                `drill throughput` on SQLite with {EndToEnd.Connections} connections into its own sink, in turn. Medians of {scale.Rounds}.

                | recipients | messages/s | peak memory, MiB |
                |---|---|---|
                | {fewer:N0} | {few:N0} | {fewMemory:N0} |
                | {more:N0} | {many:N0} | {manyMemory:N0} |
                """));
    }

    private static double Rate(IEnumerable<ThroughputResult> runs) => Median.Of(runs.Select(run => run.MessagesPerSecond));

    private static double Memory(IEnumerable<ThroughputResult> runs) => Median.Of(runs.Select(run => run.PeakMemoryBytes / 1048576.0));
}
