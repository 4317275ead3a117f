using System.Diagnostics;
using System.Globalization;

namespace DigiOne.Outreach.Drill;

/// <summary>What this process has used so far.</summary>
internal static class OwnProcess
{
    private const string Io = "/proc/self/io";
    private const string Written = "write_bytes: ";

    /// <summary>Processor time of all its threads.</summary>
    internal static TimeSpan ProcessorTime => Read(process => process.TotalProcessorTime);

    /// <summary>The most memory that it ever held, in bytes.</summary>
    internal static long PeakMemory => Read(process => process.PeakWorkingSet64);

    /// <summary>Bytes that it gave to the disk; 0 on systems that do not say.</summary>
    internal static long BytesWritten =>
        File.Exists(Io) && File.ReadLines(Io).FirstOrDefault(line => line.StartsWith(Written, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(Written.Length), CultureInfo.InvariantCulture)
            : 0;

    private static T Read<T>(Func<Process, T> figure)
    {
        using var process = Process.GetCurrentProcess();
        return figure(process);
    }
}
