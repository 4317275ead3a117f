using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Bytes to a server and replies from it, in the clear or under TLS. Each step has the time that <see cref="LimitTo"/>
/// gave last. A step that failed leaves the wire useless. Not safe for concurrent use.
/// </summary>
internal sealed class SmtpWire(TimeProvider clock, int? sendBuffer) : IDisposable
{
    // A challenge of SASL may have 12,288 (RFC 4954 4), a reply line 512; a server that never ends must find one.
    private const int LongestReply = 16 * 1024;

    private readonly Socket _socket = NewSocket(sendBuffer);
    private readonly CancellationTokenSource _deadline = new(Timeout.InfiniteTimeSpan, clock);
    private readonly byte[] _received = new byte[LongestReply];
    private SslStream? _tls;
    private int _code;
    private (int Start, int Length) _reply;
    private int _start;
    private int _end;

    /// <summary>A place to write what is to be sent: as large as most messages, so that they leave in one piece.</summary>
    internal byte[] Outgoing { get; } = new byte[64 * 1024];

    /// <summary>Whether what goes over it is encrypted.</summary>
    internal bool IsSecure => _tls is not null;

    /// <summary>Our own address on it.</summary>
    internal IPAddress LocalAddress => ((IPEndPoint)_socket.LocalEndPoint!).Address is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4()
        : ((IPEndPoint)_socket.LocalEndPoint!).Address;

    /// <summary>Whether the server said more than the replies that were read.</summary>
    internal bool HasMore => _start < _end;

    /// <summary>Whether the server has something to say unasked: it is leaving, or has left.</summary>
    internal bool IsSpokenTo => HasMore || _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>The lines of the reply that was read last. They hold until the next is read.</summary>
    internal ReadOnlySpan<byte> ReplyLines => _received.AsSpan(_reply.Start, _reply.Length);

    /// <summary>The reply that was read last.</summary>
    internal SmtpReply Reply => SmtpReply.Parse(_code, ReplyLines);

    /// <summary>From now on, the steps to come have this long altogether.</summary>
    internal void LimitTo(TimeSpan time) => _deadline.CancelAfter(time);

    /// <summary>Ends the step under way as if its time were up.</summary>
    internal void Abort() => _deadline.Cancel();

    /// <summary>Connects to one of the host's addresses.</summary>
    internal async Task ConnectAsync(string host, int port)
    {
        try
        {
            await _socket.ConnectAsync(host, port, _deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            throw OutOfTime(late);
        }
    }

    /// <summary>Goes over to TLS. What came before it is not believed after it (RFC 3207 4.2).</summary>
    /// <exception cref="AuthenticationException">There is no TLS to be had, or not with whom we want it.</exception>
    internal async Task SecureAsync(SslClientAuthenticationOptions options)
    {
        if (HasMore)
            throw new SmtpNonsenseException("The relay went on in the clear where TLS was to begin");

        var tls = new SslStream(new NetworkStream(_socket, ownsSocket: false));
        try
        {
            await tls.AuthenticateAsClientAsync(options, _deadline.Token);
            _tls = tls;
        }
        catch (OperationCanceledException late)
        {
            throw OutOfTime(late);
        }
        catch (IOException failure)
        {
            throw new AuthenticationException(failure.Message, failure);
        }
        finally
        {
            if (_tls is null)
                await tls.DisposeAsync();
        }
    }

    /// <summary>Sends the first bytes of <see cref="Outgoing"/>. Where it throws, the last of them has not left this process.</summary>
    internal ValueTask SendAsync(int count) => SendAsync(Outgoing.AsMemory(0, count));

    /// <summary>
    /// Sends the first bytes of <see cref="Outgoing"/>, and others behind them in the same write. Where it throws, the last of
    /// the first has not left this process.
    /// </summary>
    /// <returns>What kept the others back; null when they have left too.</returns>
    internal async ValueTask<Exception?> SendAsync(int count, int behind)
    {
        // A send that waits does not tell how far it came when it fails. Nor does TLS.
        var sent = _tls is null && !_deadline.IsCancellationRequested ? SendAtOnce(count + behind) : 0;
        if (sent < count)
            await SendAsync(Outgoing.AsMemory(sent..count));
        try
        {
            if (sent < count + behind)
                await SendAsync(Outgoing.AsMemory(Math.Max(sent, count)..(count + behind)));
            return null;
        }
        catch (Exception failure) when (failure is IOException or SocketException or TimeoutException)
        {
            return failure;
        }
    }

    /// <summary>Sends one command.</summary>
    /// <returns>The code of its reply.</returns>
    internal async ValueTask<int> AskAsync(string command)
    {
        await SendAsync(Encoding.UTF8.GetBytes($"{command}\r\n", Outgoing));
        return await ReadAsync();
    }

    /// <summary>Reads one reply, which may come in pieces or with others.</summary>
    /// <returns>Its code; the rest is <see cref="Reply"/>.</returns>
    /// <exception cref="SmtpNonsenseException">What came is no reply.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<int> ReadAsync()
    {
        while (!TryReadHere())
        {
            MakeRoom();
            var count = await ReceiveAsync();
            _end += count > 0 ? count : throw new IOException(MailExplanations.RelayClosed.Of());
        }

        return _code;
    }

    /// <summary>Whether what has come already, past the last reply, contradicts it. It does not when it repeats its code or takes leave.</summary>
    internal bool IsContradicted()
    {
        const int closing = 421;
        try
        {
            return SmtpReplyReader.TryRead(_received.AsSpan(_start, _end - _start), out var code, out _) && code != _code && code != closing;
        }
        catch (SmtpNonsenseException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Without a farewell of TLS: QUIT was ours, and the socket may be dead.
        _socket.Dispose();
        _tls?.Dispose();
        _deadline.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (_tls is not null)
            {
                await _tls.WriteAsync(bytes, _deadline.Token);
                return;
            }

            while (!bytes.IsEmpty)
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _deadline.Token)..];
        }
        catch (OperationCanceledException late)
        {
            throw OutOfTime(late);
        }
    }

    // What the system takes without waiting. A failure shows again in what is sent next.
    private int SendAtOnce(int count)
    {
        _socket.Blocking = false;
        return _socket.Send(Outgoing.AsSpan(0, count), SocketFlags.None, out _);
    }

    private bool TryReadHere()
    {
        if (!SmtpReplyReader.TryRead(_received.AsSpan(_start, _end - _start), out _code, out var length))
            return false;

        _reply = (_start, length);
        _start += length;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _received.Length)
            throw new SmtpNonsenseException("The relay's reply does not end");
    }

    private async ValueTask<int> ReceiveAsync()
    {
        var room = _received.AsMemory(_end);
        try
        {
            return _tls is null ? await _socket.ReceiveAsync(room, SocketFlags.None, _deadline.Token) : await _tls.ReadAsync(room, _deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            throw OutOfTime(late);
        }
    }

    private static Socket NewSocket(int? sendBuffer)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (sendBuffer is { } bytes)
            socket.SendBufferSize = bytes;
        return socket;
    }

    private static TimeoutException OutOfTime(Exception late) => new("no answer in time", late);
}
