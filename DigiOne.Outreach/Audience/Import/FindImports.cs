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

    /// <summary>One as it stands; null where there is none.</summary>
    internal async Task<ContactImport?> OneAsync(ImportId id, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ContactImport>().AsNoTracking().SingleOrDefaultAsync(import => import.Id == id, cancellationToken);
    }

    /// <summary>The name of its list for a reader of a language.</summary>
    internal async Task<string> ListNameAsync(ContactImport import, string language, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return (await db.Set<ContactList>().AsNoTracking().SingleAsync(list => list.Id == import.ListId, cancellationToken)).NameIn(language);
    }

    /// <summary>Whether its file is still kept.</summary>
    internal async Task<bool> HasFileAsync(ImportId id, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ImportPart>().AnyAsync(part => part.ImportId == id, cancellationToken);
    }

    /// <summary>The latest ones with their lists, the newest first.</summary>
    internal async Task<IReadOnlyList<(ContactImport Import, ContactList List)>> LatestAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var rows = await (
            from import in db.Set<ContactImport>().AsNoTracking()
            join list in db.Set<ContactList>() on import.ListId equals list.Id
            orderby import.CreatedAt descending
            select new { import, list }).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.import, row.list))];
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
