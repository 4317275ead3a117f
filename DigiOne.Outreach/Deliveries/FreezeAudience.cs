using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Starts a mailing: turns its list into deliveries, those who must not get it as skipped ones that say why. It works in
/// ranges of contacts, each its own transaction with the place it reached, so that a crash costs one range and the
/// dispatcher can claim from the first one on.
/// </summary>
internal sealed class FreezeAudience(IDbContextFactory<OutreachDb> databases, TimeProvider clock, DispatchSignal signal) : IDueWork
{
    private const int FirstRange = 500;
    private const int LargestRange = 20_000;

    // SQLite has one writer: while a range is written no intent and no outcome is.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc />
    public string Kind => Mailing.DueKind;

    /// <inheritdoc />
    public async Task ActivateAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new MailingId(subject);
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Scheduled)
            .ExecuteUpdateAsync(
                mailing => mailing.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.ActivatedAt, now),
                cancellationToken);

        var range = FirstRange;
        while (true)
        {
            var started = clock.GetTimestamp();
            if (!await FreezeRangeAsync(db, id, range, cancellationToken))
                return;

            signal.Raise();
            var took = clock.GetElapsedTime(started);
            range = took > LongestHold ? Math.Max(range / 2, 50) : took < LongestHold / 3 ? Math.Min(range * 2, LargestRange) : range;
        }
    }

    /// <returns>False when there is nothing left to freeze.</returns>
    private async Task<bool> FreezeRangeAsync(OutreachDb db, MailingId id, int range, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().SingleAsync(mailing => mailing.Id == id, cancellationToken);
        if (mailing is not { State: MailingState.Sending, FrozenAt: null, ListId: { } list })
            return false;

        var after = mailing.FreezeCursor ?? new ContactId(0);
        var contacts = db.Set<Subscription>()
            .Where(subscription => subscription.ListId == list && subscription.ContactId > after)
            .OrderBy(subscription => subscription.ContactId)
            .Select(subscription => subscription.ContactId);
        var bounds = await contacts.Take(range).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (bounds.Count == 0)
        {
            await db.Set<Mailing>().Where(row => row.Id == id && row.FrozenAt == null && row.FreezeCursor == mailing.FreezeCursor)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.FrozenAt, now), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            signal.Raise();
            return false;
        }

        var last = bounds[^1];
        var added = await InsertAsync(db, mailing, list, after, last, now, cancellationToken);
        var moved = await db.Set<Mailing>()
            .Where(row => row.Id == id && row.CancelledAt == mailing.CancelledAt && row.FreezeCursor == mailing.FreezeCursor)
            .ExecuteUpdateAsync(
                row => row.SetProperty(m => m.FreezeCursor, last).SetProperty(m => m.Candidates, m => m.Candidates + added),
                cancellationToken);
        // Someone else has frozen this range, or the mailing was called off meanwhile: what was inserted goes back with
        // the transaction, and the next round sees the row as it is now.
        if (moved == 1)
            await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static Task<int> InsertAsync(
        OutreachDb db, Mailing mailing, ListId list, ContactId after, ContactId last, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO deliveries (mailing_id, contact_id, address, name, language, state, skip_reason, next_attempt_at, attempts, claim_epoch)
            SELECT {mailing.Id}, c.id, c.address, c.name, COALESCE(v.language, f.language, c.language),
                CASE WHEN s.unsubscribed_at IS NOT NULL OR p.normal_address IS NOT NULL OR COALESCE(v.language, f.language) IS NULL
                    THEN 'Skipped' ELSE {(mailing.CancelledAt is null ? "Waiting" : "Cancelled")} END,
                CASE WHEN s.unsubscribed_at IS NOT NULL THEN 'Unsubscribed'
                    WHEN p.normal_address IS NOT NULL THEN 'Suppressed'
                    WHEN COALESCE(v.language, f.language) IS NULL THEN 'NoVariant' END,
                {now}, 0, 0
            FROM subscriptions s
            JOIN contacts c ON c.id = s.contact_id
            LEFT JOIN suppressions p ON p.normal_address = c.normal_address
            LEFT JOIN mailing_variants v ON v.mailing_id = {mailing.Id} AND v.language = c.language
            LEFT JOIN mailing_variants f ON f.mailing_id = {mailing.Id} AND f.language = {mailing.FallbackLanguage ?? ""}
            WHERE s.list_id = {list} AND s.contact_id > {after} AND s.contact_id <= {last}
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
}
