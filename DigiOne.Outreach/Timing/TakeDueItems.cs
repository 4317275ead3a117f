using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Timing;

/// <summary>Takes what is due for this process, so that no two processes carry out one item at the same time.</summary>
internal sealed class TakeDueItems(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>
    /// How long an item stays with who took it. A process that dies leaves its items to the others after that; a freeze
    /// of a million takes less.
    /// </summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Takes up to <paramref name="most"/> items whose time has come, the oldest first.</summary>
    internal async Task<IReadOnlyList<DueItem>> ExecuteAsync(int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        if (!await db.Set<DueItem>().AnyAsync(Due(now), cancellationToken))
            return [];

        return await db.Set<DueItem>().FromSqlRaw(Take(db.Engine), now + Lease, now, most).AsNoTracking().ToListAsync(cancellationToken);
    }

    private static string Take(StorageEngine engine) =>
        $$"""
        UPDATE due_items SET taken_until = {0}
        WHERE (kind, subject_id) IN (
            SELECT kind, subject_id FROM due_items
            WHERE state = 'Waiting' AND due_at <= {1} AND (taken_until IS NULL OR taken_until < {1})
            ORDER BY due_at LIMIT {2} {{engine.SkipLocked()}})
        RETURNING *
        """;

    private static System.Linq.Expressions.Expression<Func<DueItem, bool>> Due(DateTimeOffset now) =>
        item => item.State == DueState.Waiting && item.DueAt <= now && (item.TakenUntil == null || item.TakenUntil < now);
}
