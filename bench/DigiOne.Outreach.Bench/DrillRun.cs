using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Bench;

/// <summary>Runs a drill as a person would: this version as it is shipped, a process of its own.</summary>
internal static class DrillRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The server that <c>bench/run.sh</c> started, or the one that the environment names.</summary>
    internal static string Postgres => Environment.GetEnvironmentVariable("OUTREACH__Storage__Postgres")
        ?? throw new InvalidOperationException("Start it by bench/run.sh, which starts PostgreSQL.");

    /// <summary>Measures the throughput of so many recipients.</summary>
    internal static Task<ThroughputResult> ThroughputAsync(int recipients, CancellationToken cancellationToken, params string[] more) =>
        RunAsync<ThroughputResult>(["throughput", "--recipients", $"{recipients}", "--connections", $"{EndToEnd.Connections}", .. more], cancellationToken);

    /// <summary>Runs any drill and reads what it prints.</summary>
    internal static async Task<T> RunAsync<T>(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [BenchSettings.Program, "drill", .. arguments, "--config", BenchSettings.Root, "--json"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await using var stop = cancellationToken.Register(process.Kill);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output.Length > 0 ? JsonSerializer.Deserialize<T>(output, Json)!
            : throw new InvalidOperationException($"The drill ended with {process.ExitCode}.");
    }
}
