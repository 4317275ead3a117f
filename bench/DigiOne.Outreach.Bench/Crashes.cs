using System.Globalization;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>The long crash drills: both engines, and two nodes.</summary>
internal static class Crashes
{
    internal const string Title = "Crash drills";

    private const int Kills = 80;

    internal static async Task<string> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var kills = scale.Divisor > 1 ? 4 : Kills;
        List<CrashResult> results = [];
        foreach (string[] place in new string[][] { ["sqlite"], ["postgres"], ["postgres", "--nodes", "2"] })
            results.Add(await DrillRun.RunAsync<CrashResult>(
                ["crash", "--recipients", $"{kills * 100}", "--kills", $"{kills}", "--engine", .. place], cancellationToken));

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            `drill crash`: SIGKILL at random moments, in the middle of a message, between its final dot and the reply, between the reply and the commit, during
            start-up; SIGSTOP past the leases. {results.Sum(result => result.Kills)} kills in all.

            | engine | nodes | recipients | kills | accepted | lost | sent twice | in doubt | most in doubt per kill | the promise |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join('\n', results.Select(Row))}

            """);
    }

    private static string Row(CrashResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Engine} | {result.Nodes} | {result.Recipients:N0} | {result.Kills} | {result.Accepted:N0} | {result.Lost} | {result.SentTwice} | {result.InDoubt} | {result.MaxInDoubtPerKill} | {(result.Holds() ? "holds" : "**broken**")} |");
}
