using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Timing;

/// <summary>Due items whose time has come and that are neither carried out nor called off.</summary>
internal sealed class OutstandingItems(TimeProvider clock) : IOutstandingWork
{
    /// <inheritdoc />
    public Task<bool> AnyAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Set<DueItem>().AnyAsync(item => item.State == DueState.Waiting && item.DueAt <= now, cancellationToken);
    }
}
