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

    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var end = now - Kept;
        await using var db = databases.CreateDbContext();
        await db.Set<ContactImport>()
            .Where(import => import.State == ImportState.Reading && import.RunsUntil < now && !db.Set<ImportPart>().Any(part => part.ImportId == import.Id))
            .ExecuteUpdateAsync(import => import.SetProperty(row => row.State, ImportState.Lost).SetProperty(row => row.FinishedAt, now), cancellationToken);
        await db.Set<ImportBatch>()
            .Where(batch => batch.Rows != null && db.Set<ContactImport>().Any(import => import.Id == batch.ImportId && import.FinishedAt != null))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<ContactImport>().Where(import => import.FinishedAt < end || (import.State == ImportState.Draft && import.CreatedAt < end))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
