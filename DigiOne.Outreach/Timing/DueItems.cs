using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Timing;

/// <summary>What people and slices do to due items, always as conditional updates.</summary>
internal sealed class DueItems(OutreachDb db, TimeProvider clock)
{
    /// <summary>Calls an item off.</summary>
    /// <returns>False when it has been carried out or called off before.</returns>
    internal async Task<bool> WithdrawAsync(string kind, Guid subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await Open(kind, subject).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, DueState.Withdrawn).SetProperty(r => r.SettledAt, now), cancellationToken) > 0;
    }

    /// <summary>Lets an overdue item happen now: a person has decided.</summary>
    /// <returns>False when it was not waiting for a decision.</returns>
    internal async Task<bool> ReleaseAsync(string kind, Guid subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<DueItem>()
            .Where(row => row.Kind == kind && row.SubjectId == subject && row.State == DueState.Asking)
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.State, DueState.Waiting)
                    .SetProperty(r => r.DueAt, now)
                    .SetProperty(r => r.TakenUntil, (DateTimeOffset?)null)
                    .SetProperty(r => r.SettledAt, (DateTimeOffset?)null),
                cancellationToken) > 0;
    }

    /// <summary>Those of these subjects that wait for a person's decision, because they were too late to happen by themselves.</summary>
    internal Task<HashSet<Guid>> AskingAsync(string kind, IEnumerable<Guid> subjects, CancellationToken cancellationToken)
    {
        var wanted = subjects.ToList();
        return db.Set<DueItem>()
            .Where(row => row.Kind == kind && wanted.Contains(row.SubjectId) && row.State == DueState.Asking)
            .Select(row => row.SubjectId)
            .ToHashSetAsync(cancellationToken);
    }

    private IQueryable<DueItem> Open(string kind, Guid subject) =>
        db.Set<DueItem>().Where(row => row.Kind == kind && row.SubjectId == subject
            && (row.State == DueState.Waiting || row.State == DueState.Asking));
}
