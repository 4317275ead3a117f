using System.Text;
using MimeKit.Encodings;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a part holds, without its transfer encoding.</summary>
internal static class PartBytes
{
    private const int MostDecoded = 1024 * 1024;

    /// <summary>Decodes; what is encoded at most so far as a report reaches.</summary>
    internal static ReadOnlyMemory<byte> Decode(MailPart part)
    {
        var encoding = part.Headers["Content-Transfer-Encoding"]?.Trim().ToLowerInvariant() ?? "";
        IMimeDecoder? decoder = encoding switch
        {
            "base64" when IsBase64(part.Content.Span) => new Base64Decoder(),
            "quoted-printable" => new QuotedPrintableDecoder(),
            "x-uuencode" or "uuencode" or "x-uue" => new UUDecoder(),
            _ => null,
        };
        if (decoder is null)
            return part.Content;

        var input = part.Content[..Math.Min(part.Content.Length, MostDecoded)].ToArray();
        var output = new byte[decoder.EstimateOutputLength(input.Length)];
        var length = decoder.Decode(input, 0, input.Length, output);
        // What ended lines inside the encoding has to go as well.
        return MailBytes.Normalise(output.AsSpan(0, length));
    }

    // Programs that insert reports declare an encoding that they then do not use.
    private static bool IsBase64(ReadOnlySpan<byte> content)
    {
        var line = content.TrimStart("\n \t"u8);
        var end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        return line.IndexOfAny(" @<:"u8) < 0 && Encoding.ASCII.GetString(line).All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/' or '=' or '\r');
    }
}
