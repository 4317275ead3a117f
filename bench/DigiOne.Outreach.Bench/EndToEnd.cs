using System.Globalization;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>The whole way of a mailing into <c>smtp-sink</c>, in turn with <c>smtp-source</c> and the same size.</summary>
internal static class EndToEnd
{
    internal const string Title = "End to end against smtp-source";
    internal const int Connections = 16;

    private const int Recipients = 100_000;
    private const int Size = 7_000;

    internal static async Task<string> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var recipients = scale.People(Recipients);
        var (ours, theirs) = (new List<ThroughputResult>(), new List<double>());
        using var sink = await PostfixSink.StartAsync(cancellationToken);
        for (var round = 0; round < scale.Rounds; round++)
        {
            theirs.Add(await sink.SourceAsync(recipients, Size, cancellationToken));
            ours.Add(await DrillRun.ThroughputAsync(recipients, cancellationToken, "--size", $"{Size}", "--relay", $"smtp://127.0.0.1:{sink.Port}"));
        }

        var (rate, yardstick) = (Median.Of(ours.Select(run => run.MessagesPerSecond)), Median.Of(theirs));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            {recipients:N0} recipients, personalised mail of two parts and about {Size:N0} bytes, SQLite (`synchronous=FULL`), {Connections} connections:
            `drill throughput --relay` into `smtp-sink`, from the start of freezing to the last outcome, in turn with
            `smtp-source -d -s {Connections} -l {Size}` into the same sink. Medians of {scale.Rounds}.

            | | messages/s | CPU s per 1,000 | peak memory, MiB | written, bytes per message |
            |---|---|---|---|---|
            | `drill throughput` | {rate:N0} | {Median.Of(ours.Select(run => run.CpuSecondsPerThousand)):0.00} | {Median.Of(ours.Select(run => run.PeakMemoryBytes / 1048576.0)):N0} | {Median.Of(ours.Select(run => run.DatabaseBytesWritten / (double)recipients)):N0} |
            | `smtp-source` | {yardstick:N0} | | | |

            **{rate / yardstick:0.00}** of its rate (goal: at least 0.5, then 0.8).

            """);
    }
}
