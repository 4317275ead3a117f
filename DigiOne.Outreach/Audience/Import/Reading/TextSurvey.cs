using System.Buffers;
using System.Text;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Follows the bytes of a file without a byte order mark and tells afterwards how its text is written. Text of Windows-1252 is
/// no UTF-8 (RFC 3629) as soon as it holds one letter beyond ASCII, and holds none of its longer forms but by chance.
/// </summary>
internal sealed class TextSurvey
{
    // Bytes that stand for nothing in Windows-1252.
    private static readonly SearchValues<byte> Undefined = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);

    private readonly byte[] _pending = new byte[4];
    private int _pendingCount;
    private long _offset;
    private int _line = 1;
    private long _longForms;
    private long _broken;
    private long _high;
    private long _highBesideHigh;
    private bool _undefined;
    private bool _lastWasHigh;

    /// <summary>Looks at the next bytes.</summary>
    /// <exception cref="FileRefusedException">One is zero, which no text has.</exception>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            var line = _line + bytes[..zero].Count((byte)'\n');
            throw new FileRefusedException(new FileFault(
                FileFaultKind.NotText,
                $"Byte {_offset + zero} on line {line} is zero: this is no text file (UTF-16 needs its byte order mark).", line, _offset + zero));
        }

        if (_pendingCount > 0 || bytes.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            CountForms(bytes);
            CountNeighbours(bytes);
        }
        else
        {
            _lastWasHigh = false;
        }

        _line += bytes.Count((byte)'\n');
        _offset += bytes.Length;
    }

    /// <summary>How the text is written. What then does not fit is shown as U+FFFD, and its rows are refused.</summary>
    internal Encoding Conclude()
    {
        // A character cut off by the file's end is a beginning of UTF-8 all the same.
        var isUtf8 = _broken == 0 || _longForms > 0 || _pendingCount > 0;
        // Letters beyond ASCII stand alone between others in the languages of Windows-1252, side by side in other alphabets.
        var looksWestern = !_undefined && _highBesideHigh * 2 <= _high;
        return isUtf8 || !looksWestern ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    }

    private void CountForms(ReadOnlySpan<byte> bytes)
    {
        var at = FinishPending(bytes);
        while (at < bytes.Length)
        {
            var next = bytes[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
                return;
            at += next;
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                bytes[at..].CopyTo(_pending);
                _pendingCount = bytes.Length - at;
                return;
            }

            Count(status == OperationStatus.Done);
            at += length;
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
            if (status == OperationStatus.NeedMoreData)
                continue;
            Count(status == OperationStatus.Done);
            _pendingCount = 0;
        }

        return taken;
    }

    private void Count(bool isLongForm)
    {
        if (isLongForm)
            _longForms++;
        else
            _broken++;
    }

    private void CountNeighbours(ReadOnlySpan<byte> bytes)
    {
        _undefined |= bytes.ContainsAny(Undefined);
        foreach (var value in bytes)
        {
            var isHigh = value >= 0x80;
            if (isHigh)
                _high++;
            if (isHigh && _lastWasHigh)
                _highBesideHigh++;
            _lastWasHigh = isHigh;
        }
    }
}
