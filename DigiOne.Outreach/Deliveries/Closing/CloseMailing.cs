using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Closes a mailing whose every recipient is accounted for, with its certificate, and refuses while the sum is wrong.</summary>
internal sealed class CloseMailing(OutreachDb db, IssueCertificate certificates, TimeProvider clock)
{
    // Others wait to be closed too.
    private static readonly TimeSpan CancelFor = TimeSpan.FromSeconds(1);

    /// <summary>Closes it if nothing is open.</summary>
    /// <returns>Whether it is closed now by this call.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().Where(row => row.Id == id)
            .Select(row => new { row.State, IsFrozen = row.FrozenAt != null, IsCancelled = row.CancelledAt != null })
            .SingleAsync(cancellationToken);
        if (mailing is not { State: MailingState.Sending, IsFrozen: true })
            return false;
        // What was inside an SMTP transaction when the mailing was called off, and came back deferred.
        if (mailing.IsCancelled && !await CancelMailing.CancelUnsentAsync(db, id, clock, CancelFor, cancellationToken))
            return false;
        if (await db.Set<Delivery>().OpenOf(id).AnyAsync(cancellationToken))
            return false;

        return await certificates.ExecuteAsync(id, () => TakeAsync(id, cancellationToken), cancellationToken);
    }

    private Task<int> TakeAsync(MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Set<Mailing>().Where(row => row.Id == id && row.State == MailingState.Sending)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(m => m.State, MailingState.Closed)
                    .SetProperty(m => m.ClosedAt, now)
                    .SetProperty(m => m.PausedAt, (DateTimeOffset?)null)
                    .SetProperty(m => m.PauseReason, (PauseReason?)null)
                    .SetProperty(m => m.SumWrongAt, (DateTimeOffset?)null),
                cancellationToken);
    }
}
