using System.Text;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>What the first bytes of a file tell.</summary>
internal static class FileSignature
{
    private static readonly (byte[] Bytes, string What)[] NoText =
    [
        ([0x50, 0x4B, 0x03, 0x04], "an Excel workbook (.xlsx), an OpenDocument sheet or a zip archive"),
        ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls)"),
        ([0x1F, 0x8B], "a gzip archive"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF"),
    ];

    /// <summary>The encoding that a byte order mark or a person names; null where the bytes have to tell.</summary>
    /// <exception cref="FileRefusedException">There is nothing in it, or it is something else than text.</exception>
    internal static Encoding? EncodingOf(ReadOnlySpan<byte> start, CsvEncoding said)
    {
        if (start.IsEmpty)
            throw new FileRefusedException(new FileFault(FileFaultKind.Empty, "The file is empty."));
        foreach (var (bytes, what) in NoText)
        {
            if (start.StartsWith(bytes))
                throw new FileRefusedException(new FileFault(
                    FileFaultKind.NotText, $"The file is {what}, not CSV. Save the sheet as \"CSV UTF-8\" and import that.", ByteOffset: 0));
        }

        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(true),
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
            _ => said switch
            {
                CsvEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252),
                CsvEncoding.Unicode => new UTF8Encoding(false),
                _ => null,
            },
        };
    }
}
