using CsvHelper;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>A record of a CSV file (RFC 4180).</summary>
/// <param name="Line">Line on which it starts, the first being 1.</param>
/// <param name="Cells">Its cells, unquoted.</param>
internal readonly record struct CsvRecord(int Line, string[] Cells);

/// <summary>Reads the records of a spooled file, one at a time.</summary>
internal sealed class CsvRecords(SpooledFile file, ImportOptions options)
{
    private const string SeparatorHint = "sep=";

    // A record with this many cells of full length is no list of people.
    private const int LongCellsPerRecord = 8;

    /// <summary>The records that hold something, from the beginning.</summary>
    /// <exception cref="FileRefusedException">The structure is broken.</exception>
    internal IEnumerable<CsvRecord> Read()
    {
        CsvMalformedRecord? malformed = null;
        var separator = DetectSeparator();
        using var text = file.Rewind();
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongCellsPerRecord * options.MaxCellLength,
            OnMalformedRecord = found => malformed ??= found,
        });

        while (Next(reader))
        {
            var line = (int)reader.LineNumber;
            if (malformed is { } found)
                throw Malformed(found);
            var cells = reader.Current.ToArray();
            foreach (var cell in cells)
            {
                if (cell.Length > options.MaxCellLength)
                    throw TooLong(line);
                if (cell.Contains('\0', StringComparison.Ordinal))
                    throw Fault(FileFaultKind.NotText, line, "holds a zero character: this is no text file");
            }

            if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                yield return new CsvRecord(line, cells);
        }
    }

    private bool Next(CsvReader reader)
    {
        var last = reader.LineNumber;
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException tooLong)
        {
            throw TooLong((int)Math.Max(tooLong.LineNumber, last + 1));
        }
    }

    /// <summary>
    /// The separator that occurs most often in the first line outside quotes; null where that line is Excel's own hint
    /// (<c>sep=;</c>), which the reader follows and skips.
    /// </summary>
    private char? DetectSeparator()
    {
        var start = Start();
        if (start.StartsWith(SeparatorHint, StringComparison.OrdinalIgnoreCase))
            return null;

        var counts = new Dictionary<char, int> { [';'] = 0, [','] = 0, ['\t'] = 0 };
        var quoted = false;
        foreach (var character in start.AsSpan().TrimStart("\r\n"))
        {
            if (character == '"')
                quoted = !quoted;
            if (!quoted && (character is '\r' or '\n'))
                break;
            if (!quoted && counts.TryGetValue(character, out var count))
                counts[character] = count + 1;
        }

        return counts.MaxBy(count => count.Value).Key;
    }

    private string Start()
    {
        var buffer = new char[options.MaxCellLength];
        using var text = file.Rewind();
        return new string(buffer, 0, text.ReadBlock(buffer));
    }

    private static FileRefusedException Malformed(CsvMalformedRecord found) => Fault(
        FileFaultKind.Quotes,
        (int)found.LineNumber,
        found.Reason == CsvMalformedReason.UnterminatedQuote
            ? "opens a quotation mark that is never closed"
            : "has a quotation mark that does not pair up: a cell with one inside is quoted as a whole, and the one inside is doubled");

    private FileRefusedException TooLong(int line) => Fault(
        FileFaultKind.CellTooLong, line, $"has a cell of more than {options.MaxCellLength} characters; often a quotation mark is never closed");

    private static FileRefusedException Fault(FileFaultKind kind, int line, string what) =>
        new(new FileFault(kind, $"Line {line} {what}.", line));
}
