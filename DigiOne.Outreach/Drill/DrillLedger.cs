using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Drill;

/// <summary>What the ledger says of a drill's mailing.</summary>
internal sealed class DrillLedger(IDbContextFactory<OutreachDb> databases, MailingId id)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

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

    /// <summary>Waits until it has.</summary>
    /// <exception cref="DrillFailure">It has not within the time, or one of the crew ended by itself.</exception>
    internal async Task WaitUntilClosedAsync(TimeSpan patience, WorkerCrew crew, TimeProvider clock, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (!await IsClosedAsync(cancellationToken))
        {
            crew.Check();
            if (clock.GetElapsedTime(begun) >= patience)
                throw new DrillFailure($"The mailing has not closed {patience.TotalSeconds:0} s after the last kill. {crew.Said}");
            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    /// <summary>All its lines.</summary>
    internal async Task<IReadOnlyList<LedgerLine>> LinesAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Delivery>().Where(row => row.MailingId == id)
            .Select(row => new LedgerLine(row.Address, row.State, row.MessageId, row.IntentAt, row.Attempts)).ToListAsync(cancellationToken);
    }
}
