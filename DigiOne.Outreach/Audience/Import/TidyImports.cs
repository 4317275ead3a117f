using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Forgets what nobody needs any more: the rows of imports that are over and were not applied, of those whose process ended while it
/// read a file that only it had, and whole imports after a month, with their reports.
/// </summary>
internal sealed class TidyImports(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>How long an import and its report are kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>How long the file of one is kept that nobody has imported.</summary>
    internal static readonly TimeSpan DraftKept = TimeSpan.FromDays(1);

    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (end, draftEnd) = (now - Kept, now - DraftKept);
        await using var db = databases.CreateDbContext();
        await db.Set<ContactImport>()
            .Where(import => import.State == ImportState.Reading && import.RunsUntil < now && !db.Set<ImportPart>().Any(part => part.ImportId == import.Id))
            .ExecuteUpdateAsync(import => import.SetProperty(row => row.State, ImportState.Lost).SetProperty(row => row.FinishedAt, now), cancellationToken);
        await db.Set<ImportBatch>()
            .Where(batch => batch.Rows != null && db.Set<ContactImport>().Any(import => import.Id == batch.ImportId && import.FinishedAt != null))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<ImportPart>().Where(part => db.Set<ContactImport>().Any(import => import.Id == part.ImportId && import.FinishedAt < draftEnd))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<ContactImport>().Where(import => import.FinishedAt < end || (import.State == ImportState.Draft && import.CreatedAt < draftEnd))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
