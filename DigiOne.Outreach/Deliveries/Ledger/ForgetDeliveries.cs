using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Takes an erased person out of the deliveries. Each stays where it is counted, so that every certificate's sum stays right,
/// and loses the address, the name, the domain and what servers said. What had not gone out yet ends here.
/// </summary>
internal sealed class ForgetDeliveries : IPersonalData
{
    /// <inheritdoc />
    public string Kind => "deliveries";

    /// <inheritdoc />
    public async Task<int> ForgetAsync(OutreachDb db, ContactId contact, string normalAddress, CancellationToken cancellationToken)
    {
        // A range that is being frozen ends first, and a later one no longer finds the contact.
        await db.Set<Mailing>()
            .Where(mailing => mailing.FrozenAt == null && (mailing.State == MailingState.Scheduled || mailing.State == MailingState.Sending))
            .ExecuteUpdateAsync(mailing => mailing.SetProperty(m => m.State, m => m.State), cancellationToken);
        var ids = await db.Set<Delivery>().Where(delivery => delivery.ContactId == contact).Select(delivery => delivery.Id).ToListAsync(cancellationToken);
        ids.AddRange(await db.Set<Delivery>().Where(delivery => delivery.ContactId == null && delivery.NormalAddress == normalAddress)
            .Select(delivery => delivery.Id).ToListAsync(cancellationToken));
        if (ids.Count == 0)
            return 0;

        await LockAsync(db, ids, cancellationToken);
        await db.Set<Attempt>().Where(attempt => ids.Contains(attempt.DeliveryId))
            .ExecuteUpdateAsync(attempt => attempt.SetProperty(a => a.Reply, ""), cancellationToken);
        return await db.Database.ExecuteSqlRawAsync(Forget(ids), cancellationToken);
    }

    // In the order of ids, as the ledger takes them, so that neither waits for the other for ever.
    private static async Task LockAsync(OutreachDb db, IEnumerable<DeliveryId> ids, CancellationToken cancellationToken)
    {
        var sql = $"SELECT id FROM deliveries WHERE id IN ({Listed(ids)}) ORDER BY id FOR UPDATE";
        if (db.Engine == StorageEngine.Postgres)
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
    }

    private static string Forget(IEnumerable<DeliveryId> ids) =>
        $"""
        UPDATE deliveries SET address = '', name = '', normal_address = NULL, domain = '{CertificatePart.Others}', placed_at = NULL,
            last_reply = CASE WHEN last_reply IS NOT NULL THEN '' END,
            lease_until = CASE WHEN state = 'Sending' THEN lease_until END,
            skip_reason = CASE WHEN state IN ('Waiting', 'Deferred') AND NOT {LedgerStatements.MayHaveArrived} THEN 'Erased' ELSE skip_reason END,
            state = CASE WHEN state NOT IN ('Waiting', 'Deferred') THEN state WHEN {LedgerStatements.MayHaveArrived} THEN 'InDoubt' ELSE 'Skipped' END
        WHERE id IN ({Listed(ids)})
        """;

    private static string Listed(IEnumerable<DeliveryId> ids) => string.Join(", ", ids.Select(id => id.Value));
}
