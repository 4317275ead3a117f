using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Drill;

/// <summary>An SMTP server on a free port of loopback that takes every message, while a witness looks on.</summary>
internal sealed class DrillSmtpServer : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _sessions = new();
    private readonly ISmtpWitness _witness;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="witness">Looks on.</param>
    /// <param name="receiveBuffer">Bytes that the system may hold before the server reads them; null leaves it to the system.</param>
    internal DrillSmtpServer(ISmtpWitness witness, int? receiveBuffer = null)
    {
        _witness = witness;
        // Its connections inherit it.
        if (receiveBuffer is { } bytes)
            _listener.ReceiveBufferSize = bytes;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        Address = new Uri($"smtp://{_listener.LocalEndPoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_sessions.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                client.NoDelay = true;
                var session = ServeAsync(client);
                _sessions[session] = 0;
                _ = session.ContinueWith(ended => _sessions.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // It is being disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
            try
            {
                await new DrillSmtpSession(client, _witness).RunAsync(_stop.Token);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // A client that was killed says no QUIT.
            }
    }
}
