using System.CommandLine;
using System.Globalization;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Cli;

/// <summary>What became of an import, for the terminal, for programs, and as a file to mend the rows by.</summary>
internal static class ImportReport
{
    /// <summary>How many refused rows a terminal shows.</summary>
    internal const int Shown = 20;

    /// <summary>Names the import for its report; null where no row was read.</summary>
    internal static ImportId? IdOf(ImportResult result) => result switch
    {
        ImportResult.Imported imported => imported.Id,
        ImportResult.RowsRefused rows => rows.Id,
        _ => null,
    };

    /// <summary>How far it is, for the terminal.</summary>
    internal static DrillProgress Step(ImportProgress progress) => new(
        progress.Step switch
        {
            ImportStep.Reading => "Reading the file",
            ImportStep.Staging => "Sorting the rows",
            _ => "Storing the contacts",
        },
        progress.Done, progress.Of);

    /// <summary>The one JSON document.</summary>
    internal static object Document(ImportResult result) => result switch
    {
        ImportResult.Imported imported => new
        {
            Imported = !imported.IsTrial,
            DryRun = imported.IsTrial,
            List = imported.List.Key,
            imported.Counts.Rows,
            imported.Counts.Created,
            imported.Counts.Updated,
            imported.Counts.Unchanged,
            imported.Counts.Subscribed,
            imported.Counts.AlreadySubscribed,
            imported.Counts.KeptOut,
            Refused = imported.Refused.Count,
            RefusedRows = imported.Refused.First,
            imported.IgnoredColumns,
            imported.Encoding,
        },
        ImportResult.RowsRefused rows => new { Imported = false, rows.Rows, Refused = rows.Refused.Count, RefusedRows = rows.Refused.First },
        ImportResult.FileRefused file => new { Imported = false, Fault = file.Fault },
        ImportResult.ListUnknown unknown => new { Imported = false, Fault = new { unknown.Message, unknown.Known } },
        ImportResult.RequestRefused request => new { Imported = false, Fault = new { request.Message } },
        _ => throw new InvalidOperationException(result.ToString()),
    };

    /// <summary>Says it to a person: what was done on standard output, what was not on standard error.</summary>
    internal static void Explain(ParseResult parsed, FileInfo file, ImportResult result, bool silent)
    {
        switch (result)
        {
            case ImportResult.Imported imported:
                Rows(parsed, file, imported.Refused);
                if (silent)
                    return;
                if (imported.IsTrial)
                    parsed.WriteLine("This is what an import would do; nothing was changed.");
                var counts = imported.Counts;
                parsed.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts.Rows} rows: {counts.Created} new contacts, {counts.Updated} updated, {counts.Unchanged} unchanged, {imported.Refused.Count} refused."));
                parsed.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts.Subscribed} subscribed to {imported.List.Key}, {counts.AlreadySubscribed} were on it already, {counts.KeptOut} had left and stay out."));
                if (imported.Encoding is not "utf-8")
                    parsed.WriteLine($"The file was read as {imported.Encoding}.");
                if (imported.IgnoredColumns.Count > 0)
                    parsed.WriteLine($"Columns that mean nothing here: {string.Join(", ", imported.IgnoredColumns)}");
                break;
            case ImportResult.RowsRefused rows:
                Rows(parsed, file, rows.Refused);
                parsed.WriteError($"Nothing was imported: {rows.Refused.Count} of {rows.Rows} rows cannot be. Mend them, or leave them out with --on-error skip.");
                break;
            case ImportResult.FileRefused refused:
                parsed.WriteError($"{Place(file, refused.Fault.Line)}: {refused.Fault.Message} Nothing was imported.");
                break;
            case ImportResult.ListUnknown unknown:
                parsed.WriteError($"{unknown.Message} Make it first: list create KEY --name-fi NAME. Nothing was imported.");
                break;
            case ImportResult.RequestRefused request:
                parsed.WriteError($"{request.Message} Nothing was imported.");
                break;
        }
    }

    private static void Rows(ParseResult parsed, FileInfo file, RefusedRows refused)
    {
        foreach (var row in refused.First.Take(Shown))
            foreach (var fault in row.Faults)
                parsed.WriteError($"{Place(file, row.Line)}: {fault.Column} \"{Plain(fault.Excerpt)}\": {fault.Reason}");
        if (refused.Count > Shown)
            parsed.WriteError($"... and {refused.Count - Shown} more; --report FILE.csv writes them all.");
    }

    private static string Place(FileInfo file, int? line) =>
        line is null ? file.ToString() : string.Create(CultureInfo.InvariantCulture, $"{file}:{line}");

    // What a stranger's file holds must not steer the terminal, nor break the lines of a report.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
