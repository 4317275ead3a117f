using CsvHelper;

namespace DigiOne.Outreach.Sheets;

/// <summary>
/// How every table is written that people open in a spreadsheet: as Excel in Finnish and Swedish reads it (semicolons, UTF-8 with
/// a byte order mark), with no cell that would be run as a formula.
/// </summary>
internal static class SheetFile
{
    /// <summary>Begins one; the stream stays open after it.</summary>
    internal static CsvWriter Write(Stream stream) => CsvWriter.Create(
        stream,
        new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape, NewLine = "\r\n" },
        leaveOpen: true);
}
