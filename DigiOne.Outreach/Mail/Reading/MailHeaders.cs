using System.Text;
using MimeKit.Utils;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// A block of header fields, at most <see cref="MostFields"/> of them. MimeKit keeps every field of a message as objects,
/// so that a few megabytes of tiny fields would cost hundreds: what is hostile is dropped here.
/// </summary>
internal sealed class MailHeaders
{
    private const int MostFields = 500;
    private const int LongestValue = 16 * 1024;

    private readonly List<(string Name, ReadOnlyMemory<byte> Raw)> _fields = [];

    private MailHeaders()
    {
    }

    /// <summary>How many fields there are.</summary>
    internal int Count => _fields.Count;

    /// <summary>Whether there are more than are kept.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>The first field of a name, decoded; null where there is none.</summary>
    internal string? this[string name]
    {
        get
        {
            foreach (var (own, raw) in _fields)
                if (own.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return Decode(raw.Span);
            return null;
        }
    }

    /// <summary>All fields of a name, decoded.</summary>
    internal IEnumerable<string> All(string name) =>
        _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => Decode(field.Raw.Span));

    /// <summary>Whether there is a field of the name.</summary>
    internal bool Has(string name) => _fields.Exists(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the fields at the beginning of a text and says where the rest begins.</summary>
    internal static MailHeaders Read(ReadOnlyMemory<byte> text, out int end)
    {
        var headers = new MailHeaders();
        var span = text.Span;
        var at = 0;
        while (at < span.Length)
        {
            var lineEnd = LineEnd(span, at);
            if (IsBlank(span[at..lineEnd]))
            {
                end = Math.Min(lineEnd + 1, span.Length);
                return headers;
            }

            var colon = NameLength(span[at..lineEnd]);
            if (colon <= 0)
            {
                // No field and no blank line: the body of a damaged message begins, unless the line only lost its indent.
                var isLost = headers.Count > 0 && lineEnd + 1 < span.Length && NameLength(span[(lineEnd + 1)..LineEnd(span, lineEnd + 1)]) > 0;
                if (!isLost)
                    break;
                at = lineEnd + 1;
                continue;
            }

            var valueEnd = lineEnd;
            while (valueEnd + 1 < span.Length && span[valueEnd + 1] is (byte)' ' or (byte)'\t' && !IsBlank(span[(valueEnd + 1)..LineEnd(span, valueEnd + 1)]))
                valueEnd = LineEnd(span, valueEnd + 1);
            if (headers.Count < MostFields)
            {
                var start = at + colon + 1;
                headers._fields.Add((
                    Encoding.ASCII.GetString(span.Slice(at, colon)).TrimEnd(),
                    text.Slice(start, Math.Min(valueEnd - start, LongestValue))));
            }
            else
            {
                headers.IsCut = true;
            }

            at = valueEnd + 1;
        }

        end = Math.Min(at, span.Length);
        return headers;
    }

    private static string Decode(ReadOnlySpan<byte> raw)
    {
        var line = raw.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        return (line.AsSpan().IndexOf("=?"u8) >= 0 || line.AsSpan().IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0
            ? Rfc2047.DecodeText(line)
            : Encoding.ASCII.GetString(line)).Trim();
    }

    private static int LineEnd(ReadOnlySpan<byte> span, int at)
    {
        var length = span[at..].IndexOf((byte)'\n');
        return length < 0 ? span.Length : at + length;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    // The length of what stands before the colon; nothing where it is no name.
    private static int NameLength(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, 100)].IndexOf((byte)':');
        if (colon <= 0)
            return 0;
        var name = line[..colon].TrimEnd((byte)' ');
        return name.IndexOfAnyExceptInRange((byte)33, (byte)126) < 0 ? colon : 0;
    }
}
