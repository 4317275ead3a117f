using System.Buffers;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Quoted-printable (RFC 2045 6.7) in pieces that can be put one after the other: each begins at the start of a line and ends
/// there, by a soft break where need be. A dot never begins a line, nor does "From ", so no server has to change a byte.
/// </summary>
internal static class QuotedPrintable
{
    /// <summary>Characters of a line, with the = of its soft break (RFC 2045 6.7 rule 5).</summary>
    private const int LongestLine = 76;

    private const int Escape = 3;

    private static ReadOnlySpan<byte> SoftBreak => "=\r\n"u8;

    /// <summary>Encodes one piece.</summary>
    /// <param name="text">The text; its line breaks are CRLF.</param>
    /// <param name="last">Whether nothing follows: then a blank at its end is encoded, and no soft break is needed.</param>
    /// <param name="output">Takes it.</param>
    internal static void Write(ReadOnlySpan<char> text, bool last, MessageBuffer output)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, bytes);
        Write(bytes.AsSpan(0, length), last, output);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Write(ReadOnlySpan<byte> bytes, bool last, MessageBuffer output)
    {
        // At most three characters for a byte, and a soft break for each 25 of those
        var into = output.Free((bytes.Length * Escape) + ((bytes.Length / 25) + 2) * SoftBreak.Length);
        var (at, column) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            var octet = bytes[i];
            if (octet == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n')
            {
                into[at++] = (byte)'\r';
                into[at++] = (byte)'\n';
                column = 0;
                i++;
                continue;
            }

            var width = StaysItself(bytes, i, column, last) ? 1 : Escape;
            if (column + width >= LongestLine)
            {
                SoftBreak.CopyTo(into[at..]);
                at += SoftBreak.Length;
                column = 0;
                width = StaysItself(bytes, i, column, last) ? 1 : Escape;
            }

            column += width;
            if (width == 1)
            {
                into[at++] = octet;
                continue;
            }

            into[at++] = (byte)'=';
            into[at++] = Hex(octet >> 4);
            into[at++] = Hex(octet & 0xF);
        }

        if (!last && column > 0)
        {
            SoftBreak.CopyTo(into[at..]);
            at += SoftBreak.Length;
        }

        output.Advance(at);
    }

    private static bool StaysItself(ReadOnlySpan<byte> bytes, int i, int column, bool last) => bytes[i] switch
    {
        (byte)'=' => false,
        (byte)'.' => column > 0,
        (byte)'F' => column > 0 || !bytes[i..].StartsWith("From "u8),
        // A blank at the end of a line is lost on the way
        (byte)' ' => i + 1 < bytes.Length ? bytes[i + 1] != '\r' : !last,
        _ => bytes[i] is > (byte)' ' and < 0x7F,
    };

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
