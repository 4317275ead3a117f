using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Bench;

/// <summary>Postfix's own <c>smtp-sink</c>.</summary>
internal sealed class PostfixSink : IDisposable
{
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
        var process = Process.Start(new ProcessStartInfo(PostfixProgram.Find("smtp-sink"), [.. user, $"127.0.0.1:{port}", "1000"]))!;
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

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
