using System.Diagnostics;
using System.Globalization;

namespace DigiOne.Outreach.Drill;

/// <summary>What this process has used so far.</summary>
internal static class OwnProcess
{
    private const string Io = "/proc/self/io";
    private const string Written = "wchar: ";

    /// <summary>Processor time of all its threads.</summary>
    internal static TimeSpan ProcessorTime => Read(process => process.TotalProcessorTime);

    /// <summary>The most memory that it ever held, in bytes.</summary>
    internal static long PeakMemory => Read(process => process.PeakWorkingSet64);

    /// <summary>
    /// Bytes that it wrote into files, by <c>write</c> and the like, wherever those lie: what the system counts as given to
    /// the disk is nothing for a file system in memory. What goes to sockets by <c>send</c> is not among them. 0 on systems
    /// that do not say.
    /// </summary>
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
