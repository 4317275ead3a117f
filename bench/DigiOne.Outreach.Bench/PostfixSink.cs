using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Bench;

/// <summary>Postfix's own <c>smtp-sink</c>, and the yardstick <c>smtp-source</c> into it.</summary>
internal sealed class PostfixSink : IDisposable
{
    // They are no programs for everybody, and stand apart.
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/lib/postfix/sbin"];

    private readonly Process _process;

    private PostfixSink(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    internal int Port { get; }

    internal static async Task<PostfixSink> StartAsync(CancellationToken cancellationToken)
    {
        var port = FreePort();
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        var process = Process.Start(new ProcessStartInfo(Program("smtp-sink"), [.. user, $"127.0.0.1:{port}", "1000"]))!;
        while (true)
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new PostfixSink(process, port);
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
    }

    /// <summary>Messages a second of <c>smtp-source</c>, over as many sessions as we have connections.</summary>
    internal async Task<double> SourceAsync(int messages, int size, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var source = Process.Start(
            Program("smtp-source"),
            ["-d", "-s", $"{EndToEnd.Connections}", "-m", messages.ToString(CultureInfo.InvariantCulture), "-l", $"{size}",
                "-f", "a@drill.example", "-t", "b@drill.example", $"127.0.0.1:{Port}"]);
        await source.WaitForExitAsync(cancellationToken);
        return source.ExitCode == 0 ? messages / Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"smtp-source ended with {source.ExitCode}.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Program(string name) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is missing; it comes with Postfix.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
