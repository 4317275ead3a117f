using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// The bytes of one message in the making, with room before them: signatures stand first but are made last. It is reused for
/// the messages of one connection.
/// </summary>
internal sealed class MessageBuffer
{
    private const int Room = 4096;
    private byte[] _bytes = new byte[2 * Room];
    private int _start = Room;
    private int _end = Room;

    /// <summary>What was written.</summary>
    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Starts anew.</summary>
    internal void Clear() => _start = _end = Room;

    /// <summary>Adds bytes.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Adds a text in UTF-8.</summary>
    internal void Write(ReadOnlySpan<char> text) => _end += Encoding.UTF8.GetBytes(text, Free(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Room to write at least this many bytes to, for <see cref="Advance"/>.</summary>
    internal Span<byte> Free(int length)
    {
        if (_bytes.Length - _end < length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _end + length));
        return _bytes.AsSpan(_end);
    }

    /// <summary>Says how many bytes of <see cref="Free"/> were written.</summary>
    internal void Advance(int length) => _end += length;

    /// <summary>Puts bytes before all that was written.</summary>
    internal void Prepend(ReadOnlySpan<byte> bytes)
    {
        _start -= bytes.Length;
        bytes.CopyTo(_bytes.AsSpan(_start));
    }
}
