using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Asks for imports and what became of them.</summary>
internal sealed class FindImports(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>What became of one that is over.</summary>
    /// <param name="id">Which.</param>
    /// <param name="most">How many refused rows to spell out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ImportResult> ResultAsync(ImportId id, int most, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var import = await db.Set<ContactImport>().AsNoTracking().SingleAsync(import => import.Id == id, cancellationToken);
        if (import.Fault is { } fault)
            return new ImportResult.FileRefused(fault);
        var refused = new RefusedRows(import.Refused, await RefusedAsync(db, id, most, cancellationToken));
        if (import.State == ImportState.Refused)
            return new ImportResult.RowsRefused(id, import.Rows, refused);
        var list = await db.Set<ContactList>().AsNoTracking().SingleAsync(list => list.Id == import.ListId, cancellationToken);
        return new ImportResult.Imported(id, list, import.Counts with { Rows = import.Rows }, refused, import.IgnoredColumns)
        {
            Encoding = import.Encoding,
            IsTrial = import.State == ImportState.Tried,
            IsCutOff = import.State == ImportState.Cancelled,
        };
    }

    private static async Task<IReadOnlyList<RefusedRow>> RefusedAsync(OutreachDb db, ImportId id, int most, CancellationToken cancellationToken)
    {
        var first = new List<RefusedRow>();
        var rows = db.Set<ImportRefusals>().AsNoTracking().Where(refusals => refusals.ImportId == id).OrderBy(refusals => refusals.Number).AsAsyncEnumerable();
        await foreach (var refusals in rows.WithCancellation(cancellationToken))
        {
            first.AddRange(refusals.Rows.Take(most - first.Count));
            if (first.Count >= most)
                break;
        }

        return first;
    }
}
