using System.Text.Json;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Takes suppressions from a file, those of another system for one. A row that cannot be read is told and keeps nobody else
/// out: half of such a list is better than none. Doing it again changes nothing.
/// </summary>
internal sealed class ImportSuppressions(IDbContextFactory<OutreachDb> databases, IOptions<StorageOptions> storage, TimeProvider clock)
{
    // A batch holds SQLite's one writer for some milliseconds.
    private const int BatchSize = 500;

    /// <summary>Imports a file.</summary>
    /// <param name="csv">The file's bytes; read once, to the end, and not closed.</param>
    /// <param name="otherwise">The reason where a row gives none.</param>
    /// <param name="options">How the file is written, its name, and who brings it.</param>
    /// <param name="cancellationToken">Ends the import between two batches.</param>
    internal async Task<SuppressionsImported> ExecuteAsync(
        Stream csv, SuppressionReason otherwise, ImportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var file = await SpooledFile.OfAsync(csv, options, storage, cancellationToken);
            return await StoreAsync(new SuppressionSheet(file, options, otherwise), options, cancellationToken);
        }
        catch (FileRefusedException refusal)
        {
            return new SuppressionsImported(0, 0, new RefusedRows(0, []), refusal.Fault);
        }
    }

    private async Task<SuppressionsImported> StoreAsync(SuppressionSheet sheet, ImportOptions options, CancellationToken cancellationToken)
    {
        // Read through once before the first row is stored: a file that is refused leaves nothing behind.
        var (count, first) = (0, new List<RefusedRow>());
        foreach (var row in sheet.Read(cancellationToken))
        {
            if (row.Refused is null)
                continue;
            count++;
            if (first.Count < options.MaxReportedRows)
                first.Add(row.Refused);
        }

        var (rows, added) = (count, 0);
        await using var db = databases.CreateDbContext();
        foreach (var batch in sheet.Read(cancellationToken).Where(row => row.Refused is null).Chunk(BatchSize))
        {
            rows += batch.Length;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var reason in batch.GroupBy(row => row.Reason))
                added += await StoreAsync(db, reason.Key, [.. reason.DistinctBy(row => row.NormalAddress)], options, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return new SuppressionsImported(rows, added, new RefusedRows(count, first), null);
    }

    private Task<int> StoreAsync(
        OutreachDb db, SuppressionReason reason, IReadOnlyList<SuppressionRow> rows, ImportOptions options, CancellationToken cancellationToken)
    {
        var name = SuppressionMatrix.ColumnsOf(reason);
        var values = db.Engine == StorageEngine.Sqlite ? "json_each({0}) r" : "json_array_elements({0}::json) r";
        var sql = $"INSERT INTO suppressions (normal_address, {name}_since, {name}_source, {name}_by, {name}_note) "
            + $"SELECT r.value->>0, {{1}}, {{2}}, r.value->>1, r.value->>2 FROM {values} WHERE true "
            + Suppress.OnConflict(name);
        return db.Database.ExecuteSqlRawAsync(
            sql,
            [JsonSerializer.Serialize(rows.Select(row => new[] { row.NormalAddress, options.Member ?? options.ApiToken, NoteOf(row, options) })), clock.GetUtcNow(), nameof(SuppressionSource.Import)],
            cancellationToken);
    }

    private static string? NoteOf(SuppressionRow row, ImportOptions options) =>
        Suppress.Fit(row.Note.Length > 0 ? row.Note : options.FileName is { } file ? $"{file}:{row.Line}" : "", SuppressionCause.LongestNote);
}

/// <summary>What came of importing suppressions.</summary>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Added">How many were not suppressed before, for their reason.</param>
/// <param name="Refused">Rows that cannot be read; the others stand.</param>
/// <param name="Fault">Why the file as a whole cannot be read, and nothing was imported; null where it can.</param>
internal sealed record SuppressionsImported(int Rows, int Added, RefusedRows Refused, FileFault? Fault);
