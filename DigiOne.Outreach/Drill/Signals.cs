using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DigiOne.Outreach.Drill;

/// <summary>Signals to processes that a drill has started.</summary>
internal static class Signals
{
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Puts it to sleep (SIGSTOP).</summary>
    internal static void Freeze(this Process process) => Send(process, Stop);

    /// <summary>Wakes it up (SIGCONT).</summary>
    internal static void Thaw(this Process process) => Send(process, Continue);

    private static void Send(Process process, int signal)
    {
        if (!process.HasExited)
            _ = Kill(process.Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
