using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Claims deliveries for this process: in batches, with a lease, never one that another process holds.</summary>
internal sealed class ClaimDeliveries(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>
    /// How long a claim holds before its message's intent. A process that sleeps longer loses it: the intent is
    /// conditional on the claim's epoch.
    /// </summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Claims deliveries of one mailing whose time has come.</summary>
    /// <param name="mailing">Of which mailing.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="onlyNew">Only those that have not been tried or put off before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<ClaimedDelivery>> ExecuteAsync(Mailing mailing, int most, bool onlyNew, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        var claimed = await db.Set<Delivery>()
            .FromSqlRaw(Claim(db.Engine, onlyNew), now + Lease, mailing.Id, now, most)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        if (claimed.Count == 0)
            return [];

        var contactIds = claimed.Where(delivery => delivery.ContactId is not null).Select(delivery => delivery.ContactId!.Value).ToList();
        var municipalities = await db.Set<Contact>().AsNoTracking()
            .Where(contact => contactIds.Contains(contact.Id))
            .Select(contact => new { contact.Id, contact.Municipality })
            .ToDictionaryAsync(contact => contact.Id, contact => contact.Municipality, cancellationToken);

        return [.. claimed.Select(delivery => new ClaimedDelivery
        {
            Id = delivery.Id,
            MailingId = delivery.MailingId,
            Epoch = delivery.ClaimEpoch,
            ContactId = delivery.ContactId,
            Address = delivery.Address,
            Name = delivery.Name,
            Language = delivery.Language,
            Municipality = delivery.ContactId is { } contact ? municipalities.GetValueOrDefault(contact) : null,
            Attempts = delivery.Attempts,
            MessageId = delivery.MessageId,
            DoubtPolicy = mailing.DoubtPolicy,
            FirstDueAt = mailing.ActivatedAt ?? mailing.DueAt,
        })];
    }

    private static string Claim(StorageEngine engine, bool onlyNew) =>
        $$"""
        UPDATE deliveries SET lease_until = {0}, claim_epoch = claim_epoch + 1
        WHERE id IN (
            SELECT id FROM deliveries
            WHERE mailing_id = {1} AND state IN ('Waiting'{{(onlyNew ? "" : ", 'Deferred'")}}) AND next_attempt_at <= {2}
                AND (lease_until IS NULL OR lease_until < {2})
            ORDER BY next_attempt_at LIMIT {3} {{engine.SkipLocked()}})
        RETURNING *
        """;
}
