using System.Diagnostics;
using System.Globalization;

namespace DigiOne.Outreach.Bench;

/// <summary>Postfix's own <c>smtp-source</c>: the yardstick.</summary>
internal static class PostfixSource
{
    private const int Sample = 100;

    // Its length is a whole number, and ours a mean.
    private const double Tolerance = 0.002;

    /// <summary>Sends so many messages over as many sessions as we have connections.</summary>
    /// <param name="port">Of the server on loopback.</param>
    /// <param name="messages">How many.</param>
    /// <param name="length">How long each is without its headers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Messages a second.</returns>
    internal static async Task<double> RunAsync(int port, int messages, int length, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var source = Process.Start(
            PostfixProgram.Find("smtp-source"),
            ["-d", "-s", $"{EndToEnd.Connections}", "-m", messages.ToString(CultureInfo.InvariantCulture), "-l", length.ToString(CultureInfo.InvariantCulture),
                "-f", "a@drill.example", "-t", "b@drill.example", $"127.0.0.1:{port}"]);
        await source.WaitForExitAsync(cancellationToken);
        return source.ExitCode == 0 ? messages / Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"smtp-source ended with {source.ExitCode}.");
    }

    /// <summary>The length to ask it for, so that its messages are so long with all that leaves.</summary>
    internal static async Task<int> LengthForAsync(double size, CancellationToken cancellationToken)
    {
        var length = (int)Math.Round(size);
        length -= (int)Math.Round(await SizeAsync(length, cancellationToken) - size);
        var reached = await SizeAsync(length, cancellationToken);
        return Math.Abs(reached - size) <= size * Tolerance ? length
            : throw new InvalidOperationException($"smtp-source sends {reached:0} bytes where {size:0} were wanted.");
    }

    private static Task<double> SizeAsync(int length, CancellationToken cancellationToken) =>
        MessageSize.MeanAsync(relay => RunAsync(relay.Port, Sample, length, cancellationToken));
}
