using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Follows a stream of bytes and finds the first that is not UTF-8 (RFC 3629), or is zero, with its line.</summary>
internal sealed class Utf8Check(bool anyEncoding)
{
    private readonly byte[] _pending = new byte[4];
    private int _pendingCount;
    private long _offset;
    private int _line = 1;

    /// <summary>Looks at the next bytes.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            throw Fault(FileFaultKind.NotText, bytes, zero, "is zero: this is no text file (UTF-16 needs its byte order mark)");

        if (!anyEncoding)
            CheckEncoding(bytes);
        _line += bytes.Count((byte)'\n');
        _offset += bytes.Length;
    }

    /// <summary>Looks at the end of the stream.</summary>
    internal void End()
    {
        if (_pendingCount > 0)
            throw Broken(_offset - _pendingCount, _line, _pending[0]);
    }

    private void CheckEncoding(ReadOnlySpan<byte> bytes)
    {
        var start = FinishPending(bytes);
        if (Utf8.IsValid(bytes[start..]))
            return;

        while (start < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[start..], out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                bytes[start..].CopyTo(_pending);
                _pendingCount = bytes.Length - start;
                return;
            }

            if (status != OperationStatus.Done)
                throw Broken(_offset + start, _line + bytes[..start].Count((byte)'\n'), bytes[start]);
            start += length;
        }
    }

    // A character may be cut in two by the end of what was read before.
    private int FinishPending(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (_pendingCount > 0 && taken < bytes.Length)
        {
            _pending[_pendingCount++] = bytes[taken++];
            var status = Rune.DecodeFromUtf8(_pending.AsSpan(0, _pendingCount), out _, out _);
            if (status == OperationStatus.InvalidData)
                throw Broken(_offset + taken - _pendingCount, _line, _pending[0]);
            if (status == OperationStatus.Done)
                _pendingCount = 0;
        }

        return taken;
    }

    private FileRefusedException Fault(FileFaultKind kind, ReadOnlySpan<byte> bytes, int at, string what)
    {
        var line = _line + bytes[..at].Count((byte)'\n');
        return new FileRefusedException(new FileFault(kind, $"Byte {_offset + at} on line {line} {what}.", line, _offset + at));
    }

    private static FileRefusedException Broken(long offset, int line, byte value) => new(new FileFault(
        FileFaultKind.Encoding,
        $"Byte {offset} on line {line} (0x{value:X2}) is not UTF-8. Save the file as \"CSV UTF-8\", or say that its encoding is windows-1252.",
        line,
        offset));
}
