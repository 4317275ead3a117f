using System.Globalization;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>The long crash drills: both engines, and two nodes.</summary>
internal static class Crashes
{
    internal const string Title = "Crash drills";

    private const int Kills = 80;

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var kills = scale.IsTiny ? 4 : Kills;
        List<CrashResult> results = [];
        foreach (string[] place in new string[][] { ["sqlite"], ["postgres"], ["postgres", "--nodes", "2"] })
            results.Add(await DrillRun.RunAsync<CrashResult>(
                ["crash", "--recipients", $"{kills * 100}", "--kills", $"{kills}", "--engine", .. place], cancellationToken));

        var worst = results.Max(result => result.MaxInDoubtPerKill);
        return new Measured(
            $"{(results.TrueForAll(result => result.Holds()) ? "the promise **holds**" : "the promise is **broken**")} over {results.Sum(result => result.Kills)} kills: {results.Sum(result => result.Lost)} lost, {results.Sum(result => result.SentTwice)} sent twice, at most {worst} in doubt per kill (goal: nobody, nobody, at most {CrashPlan.Connections})",
            $"""
            `drill crash`: SIGKILL at random moments, in the middle of a message whose final dot has not left the process, between the dot and the reply, in the
            instant after the reply, during start-up; SIGSTOP past the leases. Doubt is counted against the hit that left it.

            | engine | nodes | recipients | kills | accepted | lost | sent twice | in doubt | most in doubt per kill | the promise |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join('\n', results.Select(Row))}
            """,
            server.Name);
    }

    private static string Row(CrashResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Engine} | {result.Nodes} | {result.Recipients:N0} | {result.Kills} | {result.Accepted:N0} | {result.Lost} | {result.SentTwice} | {result.InDoubt} | {result.MaxInDoubtPerKill} | {(result.Holds() ? "holds" : "**broken**")} |");
}
