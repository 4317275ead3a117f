using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Where the parts of a multipart begin and end; found by looking where its boundary is missing or wrong.</summary>
internal static class PartBounds
{
    /// <summary>The parts' bytes, without what stands before the first and after the last.</summary>
    internal static List<ReadOnlyMemory<byte>> Divide(ReadOnlyMemory<byte> content, string? boundary, int most)
    {
        var parts = string.IsNullOrWhiteSpace(boundary) ? [] : Cut(content, Encoding.UTF8.GetBytes("--" + boundary.Trim()), most);
        return parts.Count == 0 && Guess(content.Span) is { } guess ? Cut(content, guess, most) : parts;
    }

    private static List<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> content, byte[] delimiter, int most)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var span = content.Span;
        var start = -1;
        var at = Next(span, delimiter, 0);
        while (at >= 0 && parts.Count < most)
        {
            if (start >= 0)
                parts.Add(content[start..Math.Max(start, at - 1)]);

            var after = at + delimiter.Length;
            if (span[after..].StartsWith("--"u8))
                return parts;
            var lineEnd = span[after..].IndexOf((byte)'\n');
            start = lineEnd < 0 ? span.Length : after + lineEnd + 1;
            at = Next(span, delimiter, start);
        }

        // Cut off before its end.
        if (start >= 0 && start < span.Length && parts.Count < most)
            parts.Add(content[start..]);
        return parts;
    }

    // The next line that is the delimiter, and not merely begins like it.
    private static int Next(ReadOnlySpan<byte> span, byte[] delimiter, int from)
    {
        while (from <= span.Length - delimiter.Length)
        {
            var found = span[from..].IndexOf(delimiter);
            if (found < 0)
                return -1;
            var at = from + found;
            var after = at + delimiter.Length;
            if ((at == 0 || span[at - 1] == '\n')
                && (after == span.Length || span[after] is (byte)'\n' or (byte)' ' or (byte)'\t' || span[after..].StartsWith("--"u8)))
                return at;
            from = at + delimiter.Length;
        }

        return -1;
    }

    // The first line that looks like a delimiter and has a part's fields after it.
    private static byte[]? Guess(ReadOnlySpan<byte> span)
    {
        for (var at = 0; at >= 0 && at < span.Length; at = NextLine(span, at))
        {
            if (!span[at..].StartsWith("--"u8))
                continue;
            var next = NextLine(span, at);
            if (next < 0)
                return null;
            var line = span[at..(next - 1)].TrimEnd(" \t"u8);
            if (line.Length is > 6 and < 200 && IsField(span[next..]))
                return line.ToArray();
        }

        return null;
    }

    private static bool IsField(ReadOnlySpan<byte> rest) =>
        rest.Length > 8 && Encoding.ASCII.GetString(rest[..8]).Equals("Content-", StringComparison.OrdinalIgnoreCase);

    private static int NextLine(ReadOnlySpan<byte> span, int at)
    {
        var length = span[at..].IndexOf((byte)'\n');
        return length < 0 ? -1 : at + length + 1;
    }
}
