using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DigiOne.Outreach.Bench;

/// <summary>When, from what, by what and on what figures were taken.</summary>
/// <param name="Commit">The commit that was built, and whether there were changes beside it.</param>
internal sealed record Provenance(string Commit)
{
    // Which this program itself writes.
    private const string Results = ":(exclude)bench/RESULTS.md";

    /// <summary>Of this run, which was built just now.</summary>
    internal static async Task<Provenance> ReadAsync(CancellationToken cancellationToken)
    {
        var commit = await GitAsync(cancellationToken, "rev-parse", "--short", "HEAD");
        var changes = await GitAsync(cancellationToken, "status", "--porcelain", "--", ".", Results);
        return new Provenance(changes.Length == 0 ? commit : $"{commit}+changes");
    }

    /// <summary>In one line, whose first part up to the comma is when and from what.</summary>
    /// <param name="part">The part of the benchmarks.</param>
    /// <param name="beside">Versions of what it ran against.</param>
    internal string Describe(Part part, string? beside) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC from `{Commit}`, by `bench/run.sh {part.Name}`, {RuntimeInformation.FrameworkDescription}{(beside is null ? "" : $", {beside}")}, on {Machine()}");

    private static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()} with {Environment.ProcessorCount} logical processors and {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0.0} GiB, {RuntimeInformation.OSDescription}");

    private static string Processor() =>
        (File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null)
            ?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static async Task<string> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", BenchSettings.Root, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync(cancellationToken);
        await git.WaitForExitAsync(cancellationToken);
        return git.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {arguments[0]} ended with {git.ExitCode}: results say from which commit they are.");
    }
}
