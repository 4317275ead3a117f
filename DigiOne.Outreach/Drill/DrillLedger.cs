using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Drill;

/// <summary>What the ledger says of a drill's mailing.</summary>
internal sealed class DrillLedger(IDbContextFactory<OutreachDb> databases, MailingId id)
{
    /// <summary>
    /// Whether something is still to come for somebody in it. Before the audience is frozen there is nobody, and after the
    /// last outcome nobody can be lost any more.
    /// </summary>
    internal async Task<bool> IsOutstandingAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Delivery>().OpenOf(id).AnyAsync(cancellationToken);
    }

    /// <summary>Whether the mailing has its certificate.</summary>
    internal async Task<bool> IsClosedAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Mailing>().AnyAsync(mailing => mailing.Id == id && mailing.State == MailingState.Closed, cancellationToken);
    }

    /// <summary>All its lines.</summary>
    internal async Task<IReadOnlyList<LedgerLine>> LinesAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Delivery>().Where(row => row.MailingId == id)
            .Select(row => new LedgerLine(row.Address, row.State, row.MessageId, row.IntentAt, row.Attempts)).ToListAsync(cancellationToken);
    }
}
