using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Claims deliveries for this process: in batches, with a lease, never one that another process holds.</summary>
internal sealed class ClaimDeliveries(IDbContextFactory<OutreachDb> databases, Leases leases, TimeProvider clock)
{
    /// <summary>By how much a canary's deliveries are due before their mailing's start: so they come first, along the same index.</summary>
    internal static readonly TimeSpan CanaryLead = TimeSpan.FromMilliseconds(1);

    /// <summary>Claims deliveries of one mailing whose time has come.</summary>
    /// <param name="mailing">Of which mailing.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="onlyNew">Only those that have not been tried or put off before.</param>
    /// <param name="cancellationToken">
    /// Gives up before it begins. Once something may have been claimed it goes on, so that whoever asked can give it back.
    /// </param>
    internal async Task<IReadOnlyList<ClaimedDelivery>> ExecuteAsync(
        SendingMailing mailing, int most, bool onlyNew, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        var upTo = mailing.CanaryOnly ? mailing.StartedAt - CanaryLead : now;
        var claimed = new List<Delivery>();
        // A part for those that were put off, so that they keep the places that they were given; the rest of them after the
        // new ones, so that a domain in trouble does not hold up the others.
        if (!onlyNew)
            await ClaimAsync(DeliveryState.Deferred, most / 4, now);
        await ClaimAsync(DeliveryState.Waiting, most - claimed.Count, upTo);
        if (!onlyNew)
            await ClaimAsync(DeliveryState.Deferred, most - claimed.Count, now);
        return await FilledAsync(db, mailing, claimed, now);

        async Task ClaimAsync(DeliveryState state, int count, DateTimeOffset until)
        {
            // Who claims has to wait for SQLite's one place to write, also for nothing.
            if (count > 0 && await IsAnyAsync(db, mailing.Id, state, now, until))
                claimed.AddRange(await db.Set<Delivery>()
                    .FromSqlRaw(Claim(db.Engine), now + leases.Claim, mailing.Id, now, count, state, until)
                    .AsNoTracking()
                    .ToListAsync(CancellationToken.None));
        }
    }

    /// <summary>Claims deliveries of one mailing to one domain at the places that they have in the plan of its limit or before, the first ones first.</summary>
    /// <param name="mailing">Of which mailing.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    internal async Task<IReadOnlyList<ClaimedDelivery>> AheadAsync(SendingMailing mailing, string domain, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        // Read before, so that SQLite's one place to write is not held for the way to them.
        var found = await db.Set<Delivery>().In(DeliveryState.Deferred)
            .Where(delivery => delivery.MailingId == mailing.Id && delivery.Domain == domain && delivery.PlacedAt != null
                && (delivery.LeaseUntil == null || delivery.LeaseUntil < now))
            .OrderBy(delivery => delivery.NextAttemptAt).Take(most).Select(delivery => delivery.Id)
            .ToListAsync(CancellationToken.None);
        if (found.Count == 0)
            return [];

        var claimed = await db.Set<Delivery>()
            .FromSqlRaw(Ahead(db.Engine, found), now + leases.Claim, now).AsNoTracking().ToListAsync(CancellationToken.None);
        // Whose place has come has no later one to keep.
        return
        [
            .. (await FilledAsync(db, mailing, claimed, now))
                .Zip(claimed, (filled, row) => filled with { AheadOf = row.NextAttemptAt > now ? row.NextAttemptAt : null }),
        ];
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> FilledAsync(OutreachDb db, SendingMailing mailing, List<Delivery> claimed, DateTimeOffset now)
    {
        if (claimed.Count == 0)
            return [];

        var municipalities = await MunicipalitiesAsync(db, claimed, CancellationToken.None);
        var lists = await ListsAsync(db, mailing.Id, claimed, CancellationToken.None);
        var doubts = await DoubtsAsync(db, claimed, CancellationToken.None);
        var faults = await FaultsAsync(db, claimed, CancellationToken.None);

        return [.. claimed.Select(delivery => new ClaimedDelivery
        {
            Id = delivery.Id,
            MailingId = delivery.MailingId,
            Epoch = delivery.ClaimEpoch,
            ContactId = delivery.ContactId,
            ListId = delivery.ContactId is { } reader && lists.TryGetValue(reader, out var list) ? list : null,
            Address = delivery.Address,
            Domain = delivery.Domain,
            Name = delivery.Name,
            Language = delivery.Language,
            Municipality = delivery.ContactId is { } contact ? municipalities.GetValueOrDefault(contact) : null,
            Lane = mailing.Lane,
            IsNew = delivery.State == DeliveryState.Waiting,
            Attempts = delivery.Attempts,
            Doubts = doubts.GetValueOrDefault(delivery.Id),
            Faults = faults.GetValueOrDefault(delivery.Id).Count,
            FirstFaultAt = faults.TryGetValue(delivery.Id, out var fault) ? fault.FirstAt : null,
            MessageId = delivery.MessageId,
            DoubtPolicy = mailing.DoubtPolicy,
            FirstIntentAt = delivery.FirstIntentAt,
            LeaseUntil = now + leases.Claim,
        })];
    }

    private static Task<bool> IsAnyAsync(OutreachDb db, MailingId mailing, DeliveryState state, DateTimeOffset now, DateTimeOffset until) =>
        db.Set<Delivery>().In(state).AnyAsync(
            delivery => delivery.MailingId == mailing && delivery.NextAttemptAt <= until && (delivery.LeaseUntil == null || delivery.LeaseUntil < now),
            CancellationToken.None);

    private static Task<Dictionary<ContactId, string?>> MunicipalitiesAsync(
        OutreachDb db, IEnumerable<Delivery> claimed, CancellationToken cancellationToken)
    {
        var contacts = ContactsOf(claimed);
        return db.Set<Contact>()
            .Where(contact => EF.Parameter(contacts).Contains(contact.Id))
            .Select(contact => new { contact.Id, contact.Municipality })
            .ToDictionaryAsync(contact => contact.Id, contact => contact.Municipality, cancellationToken);
    }

    // Who is on several of the mailing's lists gets it by the first one that they have not left.
    private static async Task<Dictionary<ContactId, ListId>> ListsAsync(
        OutreachDb db, MailingId mailing, IEnumerable<Delivery> claimed, CancellationToken cancellationToken)
    {
        var lists = await db.Set<MailingList>().Where(list => list.MailingId == mailing).OrderBy(list => list.Place)
            .Select(list => list.ListId).ToListAsync(cancellationToken);
        if (lists.Count == 0)
            return [];
        var contacts = ContactsOf(claimed);
        if (lists.Count == 1)
            return contacts.ToDictionary(contact => contact, _ => lists[0]);

        var subscriptions = await db.Set<Subscription>()
            .Where(row => lists.Contains(row.ListId) && contacts.Contains(row.ContactId))
            .Select(row => new { row.ContactId, row.ListId, HasLeft = row.UnsubscribedAt != null })
            .ToListAsync(cancellationToken);
        return subscriptions.GroupBy(row => row.ContactId).ToDictionary(
            rows => rows.Key, rows => rows.OrderBy(row => row.HasLeft).ThenBy(row => lists.IndexOf(row.ListId)).First().ListId);
    }

    // Only what was tried can have left doubt: a mailing's first round looks for none.
    private static async Task<Dictionary<DeliveryId, int>> DoubtsAsync(OutreachDb db, IEnumerable<Delivery> claimed, CancellationToken cancellationToken)
    {
        List<DeliveryId> tried = [.. claimed.Where(delivery => delivery.Attempts > 0).Select(delivery => delivery.Id)];
        return tried.Count == 0 ? [] : await db.Set<Attempt>()
            .Where(attempt => EF.Parameter(tried).Contains(attempt.DeliveryId) && attempt.Outcome == DeliveryState.InDoubt)
            .GroupBy(attempt => attempt.DeliveryId)
            .Select(attempts => new { Delivery = attempts.Key, Count = attempts.Count() })
            .ToDictionaryAsync(attempts => attempts.Delivery, attempts => attempts.Count, cancellationToken);
    }

    // They leave no intent, and so no other trace in the row than that it was put off.
    private static async Task<Dictionary<DeliveryId, (int Count, DateTimeOffset FirstAt)>> FaultsAsync(
        OutreachDb db, IEnumerable<Delivery> claimed, CancellationToken cancellationToken)
    {
        List<DeliveryId> putOff = [.. claimed.Where(delivery => delivery.State == DeliveryState.Deferred).Select(delivery => delivery.Id)];
        if (putOff.Count == 0)
            return [];

        var decisions = db.Set<Attempt>().Where(attempt => attempt.Epoch == null);
        return await db.Set<Attempt>()
            .Where(attempt => EF.Parameter(putOff).Contains(attempt.DeliveryId) && JudgeHandOver.FaultsBefore.Contains(attempt.Reply)
                && !decisions.Any(decision => decision.DeliveryId == attempt.DeliveryId && decision.Id > attempt.Id))
            .GroupBy(attempt => attempt.DeliveryId)
            .Select(attempts => new { Delivery = attempts.Key, Count = attempts.Count(), FirstAt = attempts.Min(attempt => attempt.At) })
            .ToDictionaryAsync(attempts => attempts.Delivery, attempts => (attempts.Count, attempts.FirstAt), cancellationToken);
    }

    private static List<ContactId> ContactsOf(IEnumerable<Delivery> claimed) =>
        [.. claimed.Where(delivery => delivery.ContactId is not null).Select(delivery => delivery.ContactId!.Value)];

    private static string Claim(StorageEngine engine) =>
        $$"""
        UPDATE deliveries SET lease_until = {0}, claim_epoch = claim_epoch + 1
        WHERE id IN (
            SELECT id FROM deliveries
            WHERE mailing_id = {1} AND queue = {4} AND state <> 'Sending' AND next_attempt_at <= {5}
                AND (lease_until IS NULL OR lease_until < {2})
            ORDER BY next_attempt_at LIMIT {3} {{engine.SkipLocked()}})
        RETURNING *
        """;

    private static string Ahead(StorageEngine engine, IEnumerable<DeliveryId> found) =>
        $$"""
        UPDATE deliveries SET lease_until = {0}, claim_epoch = claim_epoch + 1
        WHERE id IN (
            SELECT id FROM deliveries
            WHERE id IN ({{string.Join(", ", found.Select(id => id.Value))}}) AND queue = 'Deferred' AND state <> 'Sending'
                AND placed_at IS NOT NULL AND (lease_until IS NULL OR lease_until < {1})
            {{engine.SkipLocked()}})
        RETURNING *
        """;
}
