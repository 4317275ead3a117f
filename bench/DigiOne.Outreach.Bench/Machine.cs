using System.Globalization;
using System.Runtime.InteropServices;

namespace DigiOne.Outreach.Bench;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    internal static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # Results

        Written by `bench/run.sh`; run it on a machine that does nothing else.

        | | |
        |---|---|
        | Taken | {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC |
        | Processor | {Processor()}, {Environment.ProcessorCount} logical |
        | Memory | {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0.0} GiB |
        | System | {RuntimeInformation.OSDescription} |
        | Runtime | {RuntimeInformation.FrameworkDescription}, Release |

        """);

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                ?? RuntimeInformation.ProcessArchitecture.ToString()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
