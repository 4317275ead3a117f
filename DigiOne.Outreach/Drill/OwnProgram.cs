using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DigiOne.Outreach.Drill;

/// <summary>Starts this program once more, in a process of its own that ends when this one does.</summary>
internal static class OwnProgram
{
    /// <summary>Starts it. The child is to end when its standard input does, which the system sees to if we are killed.</summary>
    /// <param name="arguments">The verb and its options.</param>
    internal static Process Start(params string[] arguments)
    {
        // The host that runs us need not be this program's own: a test's, a benchmark's.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(dotnet, [typeof(OwnProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Else one that is killed leaves the pipes of its debugger behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Waits in such a child for its parent to be done with it.</summary>
    internal static async Task ParentLetsGoAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1];
        try
        {
            await using var input = Console.OpenStandardInput();
            // The read itself cannot be called off.
            while (await input.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellationToken) > 0)
            {
                // Nothing is said here; only the end counts.
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop by a signal.
        }
    }
}
