using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Erases a person (GDPR article 17): the contact, the subscriptions, the consent log, whatever else knows the address. What
/// stays is a keyed hash, by which a later import is kept out, and a receipt that names nobody. When it has answered, no
/// message goes out to the person any more, but for one inside its SMTP transaction.
/// </summary>
internal sealed partial class EraseContact(
    IDbContextFactory<OutreachDb> databases, ErasedAddresses erased, IEnumerable<IPersonalData> others, TimeProvider clock, ILogger<EraseContact> logger)
{
    // What is not the person's own wish, which ends with the person's data.
    private static readonly SuppressionReason[] Keeping = [SuppressionReason.HardBounce, SuppressionReason.Complaint, SuppressionReason.ByHand];

    /// <summary>Erases a person.</summary>
    /// <param name="id">Whom.</param>
    /// <param name="way">How it was asked for.</param>
    /// <param name="by">Who did it (<see cref="ErasureReceipt.By"/>).</param>
    /// <param name="cancellationToken">Gives up; nothing is erased then.</param>
    /// <returns>The receipt; null when there is no such contact.</returns>
    internal async Task<ErasureReceipt?> ExecuteAsync(ContactId id, ErasureWay way, string? by, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ErasedAddresses.BeginAsync(db, cancellationToken);
        var purged = new Dictionary<string, int>
        {
            ["subscriptions"] = await db.Set<Subscription>().CountAsync(row => row.ContactId == id, cancellationToken)
                + await db.Set<PendingSubscription>().CountAsync(row => row.ContactId == id, cancellationToken),
            ["consents"] = await db.Set<ConsentEntry>().CountAsync(row => row.ContactId == id, cancellationToken),
        };
        // Its subscriptions and its log go with it. Of two who erase at once only one gets the row.
        var gone = await db.Set<Contact>().FromSql($"DELETE FROM contacts WHERE id = {id} RETURNING *").AsNoTracking().ToListAsync(cancellationToken);
        if (gone is not [var contact])
            return null;

        purged["suppressions"] = await MoveSuppressionAsync(db, contact.NormalAddress, cancellationToken);
        foreach (var holder in others)
            purged[holder.Kind] = await holder.ForgetAsync(db, id, contact.NormalAddress, cancellationToken);
        var receipt = new ErasureReceipt { At = clock.GetUtcNow(), Way = way, By = by, Purged = purged };
        db.Add(receipt);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Erased(logger, receipt.Id, way);
        return receipt;
    }

    private async Task<int> MoveSuppressionAsync(OutreachDb db, string normalAddress, CancellationToken cancellationToken)
    {
        var suppression = await db.Set<Suppression>().AsNoTracking().SingleOrDefaultAsync(row => row.NormalAddress == normalAddress, cancellationToken);
        List<KeptSuppression> kept =
        [
            .. (suppression?.Causes ?? []).Where(known => Keeping.Contains(known.Reason))
                .Select(known => new KeptSuppression(known.Reason, known.Cause with { Note = null })),
        ];
        await erased.AddAsync(db, normalAddress, kept, cancellationToken);
        return await db.Set<Suppression>().Where(row => row.NormalAddress == normalAddress).ExecuteDeleteAsync(cancellationToken);
    }

    private static partial class Log
    {
        // The contact's number stands in older lines of the log: not beside the receipt.
        [LoggerMessage(Level = LogLevel.Information, Message = "A person was erased, receipt {Receipt} ({Way})")]
        internal static partial void Erased(ILogger logger, ErasureId receipt, ErasureWay way);
    }
}
