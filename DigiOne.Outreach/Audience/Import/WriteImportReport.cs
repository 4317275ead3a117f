using System.Globalization;
using CsvHelper;
using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Writes what became of each row of a file, in the order of its lines, as a table for spreadsheets: a line for a row, and one for each
/// fault of a refused one. Rows are named by their lines alone, for the file has the rest.
/// </summary>
internal sealed class WriteImportReport(IDbContextFactory<OutreachDb> databases)
{
    private static readonly string[] Heading = ["line", "result", "list", "column", "value", "reason"];

    /// <summary>Writes it into a file.</summary>
    internal async Task ExecuteAsync(ImportId id, FileInfo report, CancellationToken cancellationToken)
    {
        await using var file = File.Create(report.FullName);
        await ExecuteAsync(id, file, cancellationToken);
    }

    /// <summary>Writes it into a stream.</summary>
    internal async Task ExecuteAsync(ImportId id, Stream report, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var results = await ResultsAsync(db, id, cancellationToken);
        var next = 0;
        await using var sheet = SheetFile.Write(report);
        await sheet.WriteRecordAsync(Heading, cancellationToken);
        var refusals = db.Set<ImportRefusals>().AsNoTracking().Where(row => row.ImportId == id).OrderBy(row => row.Number).AsAsyncEnumerable();
        await foreach (var refused in refusals.WithCancellation(cancellationToken))
            foreach (var row in refused.Rows)
            {
                for (; next < results.Count && results[next].Line < row.Line; next++)
                    await WriteAsync(sheet, results[next], cancellationToken);
                foreach (var fault in row.Faults)
                    await sheet.WriteRecordAsync(
                        [Number(row.Line), "refused", "", Plain(fault.Column), Plain(fault.Excerpt), Plain(fault.Reason)], cancellationToken);
            }

        for (; next < results.Count; next++)
            await WriteAsync(sheet, results[next], cancellationToken);
    }

    // Eight bytes a row: a million of them fit, and their lines are in no order but that of their addresses.
    private static async Task<List<RowResult>> ResultsAsync(OutreachDb db, ImportId id, CancellationToken cancellationToken)
    {
        var results = new List<RowResult>();
        var batches = db.Set<ImportBatch>().Where(batch => batch.ImportId == id && batch.Results != null).OrderBy(batch => batch.Number)
            .Select(batch => batch.Results!).AsAsyncEnumerable();
        await foreach (var batch in batches.WithCancellation(cancellationToken))
            results.AddRange(RowResult.Read(batch));
        results.Sort((left, right) => left.Line.CompareTo(right.Line));
        return results;
    }

    private static Task WriteAsync(CsvWriter sheet, RowResult result, CancellationToken cancellationToken) => sheet.WriteRecordAsync(
        [
            Number(result.Line),
            result.Person switch
            {
                PersonResult.Created => "created",
                PersonResult.Updated => "updated",
                PersonResult.Unchanged => "unchanged",
                _ => "not stored",
            },
            result.Membership switch
            {
                MembershipResult.Joined => "subscribed",
                MembershipResult.Already => "was subscribed already",
                MembershipResult.Left => "kept out: has left the list",
                _ => "kept out: the address is suppressed",
            },
            "", "", "",
        ],
        cancellationToken).AsTask();

    private static string Number(int line) => line.ToString(CultureInfo.InvariantCulture);

    // What a stranger's file holds must not break the lines of a report.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
