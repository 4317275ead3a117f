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
    private const int Weighed = 1_000;

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var recipients = scale.Of(Recipients);
        var size = await MessageSize.MeanAsync(relay => ThroughputAsync(scale.Of(Weighed), relay, cancellationToken));
        var length = await PostfixSource.LengthForAsync(size, cancellationToken);
        var (ours, theirs) = (new List<ThroughputResult>(), new List<double>());
        using var sink = await PostfixSink.StartAsync(cancellationToken);
        for (var round = 0; round < scale.Rounds; round++)
        {
            theirs.Add(await PostfixSource.RunAsync(sink.Port, recipients, length, cancellationToken));
            ours.Add(await ThroughputAsync(recipients, new Uri($"smtp://127.0.0.1:{sink.Port}"), cancellationToken));
        }

        var (rate, yardstick) = (Median.Of(ours.Select(run => run.MessagesPerSecond)), Median.Of(theirs));
        return new Measured(
            string.Create(
                CultureInfo.InvariantCulture,
                $"**{rate / yardstick:0.00}** of the rate of `smtp-source` (goal: at least 0.5, then 0.8): {rate:N0} against {yardstick:N0} messages a second"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {recipients:N0} recipients, personalised mail of two parts, SQLite (`synchronous=FULL`), {Connections} connections: `drill throughput --relay` into
                `smtp-sink`, from the start of freezing to the last outcome, in turn with `smtp-source -d -s {Connections} -l {length}` into the same sink. A message of
                either has {size:N0} bytes as it leaves, headers and all, by the mean of {scale.Of(Weighed):N0} that a server of ours counted. Medians of {scale.Rounds}.

                | | messages/s | CPU s per 1,000 | peak memory, MiB | written for the database, bytes per message |
                |---|---|---|---|---|
                | `drill throughput` | {rate:N0} | {Median.Of(ours.Select(run => run.CpuSecondsPerThousand)):0.00} | {Median.Of(ours.Select(run => run.PeakMemoryBytes / 1048576.0)):N0} | {Median.Of(ours.Select(run => run.DatabaseBytesWritten / (double)recipients)):N0} |
                | `smtp-source` | {yardstick:N0} | | | |
                """),
            await PostfixProgram.NameAsync(cancellationToken));
    }

    private static Task<ThroughputResult> ThroughputAsync(int recipients, Uri relay, CancellationToken cancellationToken) =>
        DrillRun.ThroughputAsync(recipients, cancellationToken, "--size", $"{Size}", "--relay", relay.ToString());
}
