using CsvHelper;

namespace DigiOne.Outreach.Sheets;

/// <summary>
/// How every table is written that people open in a spreadsheet: as Excel in Finnish and Swedish reads it (semicolons, UTF-8 with
/// a byte order mark), with no cell that would be run as a formula.
/// </summary>
internal static class SheetFile
{
    /// <summary>Its media type.</summary>
    internal const string ContentType = "text/csv; charset=utf-8";

    /// <summary>Begins one; the stream stays open after it.</summary>
    internal static CsvWriter Write(Stream stream, SheetSeparator separator = SheetSeparator.Semicolon) => CsvWriter.Create(
        stream,
        new CsvWriterOptions { Separator = separator switch { SheetSeparator.Comma => ',', SheetSeparator.Tab => '\t', _ => ';' }, WriteByteOrderMark = true, Injection = CsvInjection.Escape, NewLine = "\r\n" },
        leaveOpen: true);
}

/// <summary>What stands between two cells.</summary>
public enum SheetSeparator
{
    /// <summary>As Excel in Finnish and Swedish reads it.</summary>
    Semicolon,

    /// <summary>As Excel in English and most programs read it.</summary>
    Comma,

    /// <summary>As every spreadsheet reads it that text is pasted into.</summary>
    Tab,
}
