using System.Net.Sockets;
using System.Text;

namespace DigiOne.Outreach.Drill;

/// <summary>What a client says: lines, and messages up to their final dot, however the network cuts them.</summary>
internal sealed class SmtpInput(Socket client)
{
    private const int LargestMessage = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>Whether a whole line is there already; while there is, replies can wait for company.</summary>
    internal bool HasLine => _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8) >= 0;

    /// <summary>The next line without its end; null when the client has gone.</summary>
    internal async ValueTask<string?> LineAsync(CancellationToken stop)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length);
                _start += length + 2;
                return line;
            }

            if (!await ReceiveAsync(stop))
                return null;
        }
    }

    /// <summary>Waits for the first bytes of a message.</summary>
    /// <returns>False when the client has gone.</returns>
    internal async ValueTask<bool> SomethingAsync(CancellationToken stop) => _end > _start || await ReceiveAsync(stop);

    /// <summary>The message with its final dot, valid until the next call; null when the client goes before that.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> MessageAsync(CancellationToken stop)
    {
        var searched = 0;
        while (true)
        {
            var message = _buffer.AsMemory(_start, _end - _start);
            if (message.Span.StartsWith(".\r\n"u8))
                return Take(3);
            var dot = message.Span[searched..].IndexOf("\r\n.\r\n"u8);
            if (dot >= 0)
                return Take(searched + dot + 5);

            // The five bytes may be cut anywhere.
            searched = Math.Max(message.Length - 4, 0);
            if (!await ReceiveAsync(stop))
                return null;
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var taken = _buffer.AsMemory(_start, length);
        _start += length;
        return taken;
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken stop)
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end == _buffer.Length)
            MakeRoom();
        var received = await client.ReceiveAsync(_buffer.AsMemory(_end), stop);
        _end += received;
        return received > 0;
    }

    private void MakeRoom()
    {
        var waiting = _end - _start;
        var target = waiting > _buffer.Length / 2 ? new byte[Math.Min(_buffer.Length * 2L, LargestMessage)] : _buffer;
        if (target.Length == waiting)
            throw new SocketException((int)SocketError.MessageSize);
        _buffer.AsSpan(_start, waiting).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, waiting);
    }
}
