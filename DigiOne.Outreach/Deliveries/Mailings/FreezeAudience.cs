using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Starts a mailing: turns its lists into deliveries, one per person, those who must not get it as skipped ones that say why. It works in
/// ranges of contacts, each its own transaction with the place it reached, so that a crash costs one range and the
/// dispatcher can claim from the first one on.
/// </summary>
internal sealed class FreezeAudience(
    IDbContextFactory<OutreachDb> databases, IOptions<TripwireOptions> tripwire, TimeProvider clock, DispatchSignal signal) : IDueWork
{
    /// <inheritdoc />
    public string Kind => Mailing.DueKind;

    /// <inheritdoc />
    public async Task ActivateAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new MailingId(subject);
        await using var db = databases.CreateDbContext();
        await StartAsync(db, id, cancellationToken);

        var range = new RangeSize(db.Engine);
        while (true)
        {
            if (!await FreezeRangeAsync(db, id, range, cancellationToken))
                return;

            signal.Raise();
            await range.LetOthersInAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public async Task<bool> HasStartedAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new MailingId(subject);
        await using var db = databases.CreateDbContext();
        return await db.Set<Mailing>().AnyAsync(mailing => mailing.Id == id && mailing.State == MailingState.Sending, cancellationToken);
    }

    private async Task StartAsync(OutreachDb db, MailingId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var every = await CanaryEveryAsync(db, id, now, cancellationToken);
        var canary = every > 0 ? CanaryState.Sending : CanaryState.None;
        await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Scheduled)
            .ExecuteUpdateAsync(
                mailing => mailing
                    .SetProperty(m => m.State, MailingState.Sending)
                    .SetProperty(m => m.ActivatedAt, now)
                    .SetProperty(m => m.CanaryState, canary)
                    .SetProperty(m => m.CanaryEvery, every),
                cancellationToken);
    }

    // Counted are those who are to get the message, of whom the canary is made, and no more of them than matter.
    private async Task<int> CanaryEveryAsync(OutreachDb db, MailingId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limits = tripwire.Value;
        // Whoever is on two lists counts twice here: there are at most so many recipients.
        var subscribed = await db.Database.SqlQuery<long>(
            $"""
            SELECT count(*) AS "Value" FROM (
                SELECT 1 FROM subscriptions s
                WHERE s.unsubscribed_at IS NULL AND s.list_id IN (SELECT list_id FROM mailing_lists WHERE mailing_id = {id})
                LIMIT {limits.From}) AS few
            """).SingleAsync(cancellationToken);
        if (subscribed < limits.From)
            return 0;

        var mailing = await db.Set<Mailing>().Where(mailing => mailing.Id == id)
            .Select(mailing => new { mailing.Kind, Lists = mailing.Lists.Select(list => list.ListId).ToList() }).SingleAsync(cancellationToken);
        var enough = Tripwire.Countable(limits);
        HashSet<long> recipients = [];
        // One list at a time: over all at once PostgreSQL would sort them whole to find the first few.
        foreach (var list in mailing.Lists)
        {
            if (recipients.Count < enough)
                recipients.UnionWith(await SomeToSendToAsync(db, id, mailing.Kind.Purpose, list, enough, now, cancellationToken));
        }

        return Tripwire.CanaryEvery(limits, Math.Min(recipients.Count, enough));
    }

    private static Task<List<long>> SomeToSendToAsync(
        OutreachDb db, MailingId id, MailPurpose purpose, ListId list, int enough, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sql =
            $$"""
            SELECT c.id AS "Value" FROM subscriptions s JOIN contacts c ON c.id = s.contact_id
            WHERE s.unsubscribed_at IS NULL AND s.list_id = {0}
                AND NOT EXISTS (SELECT 1 FROM suppressions p WHERE p.normal_address = c.normal_address AND {{SuppressionMatrix.Blocking("p", purpose)}})
                AND EXISTS (
                    SELECT 1 FROM mailing_variants v JOIN mailings m ON m.id = v.mailing_id
                    WHERE v.mailing_id = {1} AND v.language IN (c.language, m.fallback_language)
                        AND NOT (m.lane = 'Bulk' AND COALESCE(c.paused_until > {2}, FALSE)))
            LIMIT {3}
            """;
        return db.Database.SqlQueryRaw<long>(sql, list, id, now, enough).ToListAsync(cancellationToken);
    }

    /// <returns>False when there is nothing left to freeze.</returns>
    private async Task<bool> FreezeRangeAsync(OutreachDb db, MailingId id, RangeSize range, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().Where(mailing => mailing.Id == id)
            .Select(mailing => new FreezingMailing(
                mailing.Id, mailing.State, mailing.FrozenAt, mailing.FreezeCursor, mailing.CancelledAt, mailing.ActivatedAt, mailing.FallbackLanguage,
                mailing.Kind, mailing.CanaryEvery, mailing.Deliverable, mailing.Lane == Lane.Bulk,
                mailing.Lists.Select(list => list.ListId).ToList()))
            .SingleAsync(cancellationToken);
        if (mailing is not { State: MailingState.Sending, FrozenAt: null, Lists.Count: > 0 })
            return false;

        var after = mailing.FreezeCursor ?? new ContactId(0);
        var last = await EndOfRangeAsync(db, mailing.Lists, after, range.Rows, cancellationToken);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var started = clock.GetTimestamp();
        if (last is null)
        {
            await db.Set<Mailing>().Where(row => row.Id == id && row.FrozenAt == null && row.FreezeCursor == mailing.FreezeCursor)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.FrozenAt, now), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signal.Raise();
            return false;
        }

        // The mailing's row first: another process that freezes the same range waits, and finds that it is done.
        var taken = await db.Set<Mailing>()
            .Where(row => row.Id == id && row.CancelledAt == mailing.CancelledAt && row.FreezeCursor == mailing.FreezeCursor)
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.FreezeCursor, last), cancellationToken);
        // It is, or the mailing was called off meanwhile: the next round sees the row as it is now.
        if (taken == 0)
            return true;

        var (added, deliverable) = await InsertAsync(db, mailing, after, last.Value, now, cancellationToken);
        await db.Set<Mailing>().Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(m => m.Candidates, m => m.Candidates + added).SetProperty(m => m.Deliverable, m => m.Deliverable + deliverable),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        range.Note(clock.GetElapsedTime(started));
        return true;
    }

    /// <returns>The last contact of a range of which no list holds more than so many; null when nobody is left.</returns>
    private static async Task<ContactId?> EndOfRangeAsync(
        OutreachDb db, IReadOnlyList<ListId> lists, ContactId after, int range, CancellationToken cancellationToken)
    {
        ContactId? full = null, rest = null;
        // One list at a time, each along its index: over all at once either engine would sort the whole remainder.
        foreach (var list in lists)
        {
            var contacts = db.Set<Subscription>().Where(row => row.ListId == list && row.ContactId > after).Select(row => (ContactId?)row.ContactId);
            var end = await contacts.OrderBy(contact => contact).Skip(range - 1).FirstOrDefaultAsync(cancellationToken);
            if (end is { } reached)
                full = full is { } sooner && sooner < reached ? sooner : reached;
            else if (await contacts.OrderByDescending(contact => contact).FirstOrDefaultAsync(cancellationToken) is { } final)
                rest = rest is { } later && later > final ? later : final;
        }

        return full ?? rest;
    }

    // A canary's deliveries are due before the others. Those who are to get the message are counted on from range to range.
    private static async Task<(int Added, int Deliverable)> InsertAsync(
        OutreachDb db, FreezingMailing mailing, ContactId after, ContactId last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        FormattableString insert =
            $"""
            INSERT INTO deliveries (
                mailing_id, contact_id, address, domain, name, language, state, skip_reason, next_attempt_at, attempts, claim_epoch)
            SELECT {mailing.Id}, r.id, r.address,
                domain_of_address,
                r.name, r.language,
                CASE WHEN r.skip_reason IS NULL THEN {(mailing.CancelledAt is null ? "Waiting" : "Cancelled")} ELSE 'Skipped' END,
                r.skip_reason,
                CASE WHEN {mailing.CanaryEvery} > 0 AND r.skip_reason IS NULL AND is_drawn
                    THEN {mailing.ActivatedAt!.Value - ClaimDeliveries.CanaryLead} ELSE {mailing.ActivatedAt!.Value} END,
                0, 0
            FROM (
                SELECT q.*, number_drawn_with AS number FROM (
                    SELECT a.*, {Math.Max(1, mailing.CanaryEvery)} AS every,
                        {mailing.Deliverable} + ROW_NUMBER() OVER (PARTITION BY a.skip_reason IS NULL ORDER BY a.id) - 1 AS place
                    FROM (
                        SELECT c.id, c.address, c.normal_address, c.name, COALESCE(v.language, f.language, c.language) AS language,
                            CASE WHEN p.normal_address IS NOT NULL AND suppressed_for IS NOT NULL THEN suppressed_for
                                WHEN s.has_left = 1 THEN 'Unsubscribed'
                                WHEN {mailing.IsBulk} AND c.paused_until > {now} THEN 'Paused'
                                WHEN COALESCE(v.language, f.language) IS NULL THEN 'NoVariant' END AS skip_reason
                        FROM (
                            SELECT contact_id, MIN(CASE WHEN unsubscribed_at IS NULL THEN 0 ELSE 1 END) AS has_left
                            FROM subscriptions
                            WHERE list_id IN (SELECT list_id FROM mailing_lists WHERE mailing_id = {mailing.Id})
                                AND contact_id > {after} AND contact_id <= {last}
                            GROUP BY contact_id) s
                        JOIN contacts c ON c.id = s.contact_id
                        LEFT JOIN suppressions p ON p.normal_address = c.normal_address
                        LEFT JOIN mailing_variants v ON v.mailing_id = {mailing.Id} AND v.language = c.language
                        LEFT JOIN mailing_variants f ON f.mailing_id = {mailing.Id} AND f.language = {mailing.FallbackLanguage ?? ""}) a) q) r
            RETURNING skip_reason IS NULL AS "Value"
            """;
        var sql = insert.Format
            .Replace("domain_of_address", db.Engine.DomainOf("r.normal_address"), StringComparison.Ordinal)
            .Replace("suppressed_for", SuppressionMatrix.Reason("p", mailing.Kind.Purpose, SkipReasons.WordOf), StringComparison.Ordinal)
            .Replace("number_drawn_with", CanaryDraw.Number("q.place", "q.every", $"{{{insert.ArgumentCount}}}"), StringComparison.Ordinal)
            .Replace("is_drawn", CanaryDraw.IsDrawn("r.place", "r.every", "r.number"), StringComparison.Ordinal);
        // What was put in tells it: a question for it afterwards finds the way to the new rows only with fresh statistics.
        var (added, deliverable) = (0, 0);
        await foreach (var isDeliverable in db.Database.SqlQueryRaw<bool>(sql, [.. insert.GetArguments()!, CanaryDraw.SeedOf(mailing.Id)])
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            added++;
            deliverable += isDeliverable ? 1 : 0;
        }

        return (added, deliverable);
    }

    private sealed record FreezingMailing(
        MailingId Id, MailingState State, DateTimeOffset? FrozenAt, ContactId? FreezeCursor, DateTimeOffset? CancelledAt, DateTimeOffset? ActivatedAt,
        string? FallbackLanguage, MailingKind Kind, int CanaryEvery, int Deliverable, bool IsBulk, List<ListId> Lists);
}
