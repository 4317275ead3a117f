namespace DigiOne.Outreach.Mail;

/// <summary>
/// Doubles the dots at line starts (RFC 5321 4.5.2), piece by piece. A bare LF counts as a line's end: to some servers it
/// is one, and a dot behind it must not end the message there.
/// </summary>
internal struct DotStuffing(ReadOnlyMemory<byte> content)
{
    private static ReadOnlySpan<byte> End => ".\r\n"u8;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private int _position;
    private bool _isInsideLine;

    /// <summary>Whether the final dot has been written.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>Writes as much as there is room for, at last the final dot; room for 5 bytes at least is needed.</summary>
    /// <returns>How many bytes it wrote; 0 after the final dot.</returns>
    internal int Write(Span<byte> target)
    {
        var text = content.Span;
        var written = 0;
        while (_position < text.Length && written + 2 <= target.Length)
        {
            if (!_isInsideLine && text[_position] == '.')
                target[written++] = (byte)'.';

            var run = text.Slice(_position, Math.Min(text.Length - _position, target.Length - written));
            if (run.IndexOf("\n."u8) is >= 0 and var end)
                run = run[..(end + 1)];

            run.CopyTo(target[written..]);
            written += run.Length;
            _position += run.Length;
            _isInsideLine = run[^1] != '\n';
        }

        return _position < text.Length || IsEnded ? written : written + Finish(target[written..]);
    }

    private int Finish(Span<byte> target)
    {
        var last = content.IsEmpty || content.Span.EndsWith(LineEnd) ? [] : LineEnd;
        if (target.Length < last.Length + End.Length)
            return 0;

        last.CopyTo(target);
        End.CopyTo(target[last.Length..]);
        IsEnded = true;
        return last.Length + End.Length;
    }
}
