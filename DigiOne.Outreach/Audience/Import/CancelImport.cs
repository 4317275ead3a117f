using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Calls an import off. What was applied by then stays, and stands in its report.</summary>
internal sealed class CancelImport(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>Calls it off; who works on it finds out before its next range.</summary>
    /// <returns>False when it is over, or there is no such import.</returns>
    internal async Task<bool> ExecuteAsync(ImportId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cancelled = await db.Set<ContactImport>().Where(import => import.Id == id && import.FinishedAt == null && import.CancelledAt == null)
            .ExecuteUpdateAsync(
                import => import.SetProperty(row => row.CancelledAt, now).SetProperty(row => row.FinishedAt, now).SetProperty(row => row.State, ImportState.Cancelled),
                cancellationToken);
        if (cancelled == 0)
            return false;
        await db.Set<ImportPart>().Where(part => part.ImportId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<DueItem>().Where(item => item.Kind == ContactImport.DueKind && item.SubjectId == id.Value && item.State == DueState.Waiting)
            .ExecuteUpdateAsync(item => item.SetProperty(row => row.State, DueState.Withdrawn).SetProperty(row => row.SettledAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
