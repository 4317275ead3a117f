using System.Diagnostics;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>Another program, run to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program on some input.</summary>
    /// <returns>Its exit status and what it wrote, errors included.</returns>
    internal static async Task<(int Status, string Output)> RunAsync(string program, IEnumerable<string> arguments, byte[] input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
