using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Lets a person leave one list, or everything. Doing it again changes nothing: the first leaving keeps its time and way.
/// </summary>
internal sealed partial class Unsubscribe(IDbContextFactory<OutreachDb> databases, TimeProvider time, ILogger<Unsubscribe> logger)
{
    /// <summary>Leaves. The link that <paramref name="target"/> was read from is the authority to do so.</summary>
    internal async Task<UnsubscribeResult> RunAsync(
        UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await LeaveAsync(db, target, scope, way, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>The same inside the caller's transaction, which is still to be committed.</summary>
    internal async Task<UnsubscribeResult> LeaveAsync(
        OutreachDb db, UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var left = await LeaveListsAsync(db, target, scope, way, now, cancellationToken);
        db.AddRange(left.Select(subscription => Entry(subscription.ListId)));
        var isSuppressed = scope == UnsubscribeScope.Everything && await SuppressAsync(db, target.Contact, now, cancellationToken) > 0;
        if (isSuppressed)
            db.Add(Entry(null));
        await db.SaveChangesAsync(cancellationToken);

        if (left.Count == 0 && !isSuppressed)
            return new UnsubscribeResult.AlreadyGone();
        Log.Left(logger, target.Contact.Value, scope, way);
        return new UnsubscribeResult.Left(now);

        ConsentEntry Entry(ListId? list) => new()
        {
            ContactId = target.Contact,
            ListId = list,
            At = now,
            Act = ConsentAct.Unsubscribed,
            Way = WayOf(way),
            Evidence = target.Mailing is { } mailing ? new ConsentEvidence { Mailing = mailing } : null,
        };
    }

    private static ConsentWay WayOf(LeavingWay way) => way switch
    {
        LeavingWay.OneClick => ConsentWay.OneClick,
        LeavingWay.Mail => ConsentWay.Mail,
        _ => ConsentWay.Link,
    };

    // What was asked for and not confirmed ends too: a confirmation that is still in the mail brings nobody back.
    private static async Task<List<Subscription>> LeaveListsAsync(
        OutreachDb db, UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var everywhere = scope == UnsubscribeScope.Everything;
        await db.Set<PendingSubscription>()
            .Where(pending => pending.ContactId == target.Contact && (everywhere || pending.ListId == target.List))
            .ExecuteDeleteAsync(cancellationToken);
        // Of two clicks at once only the one that changed a row sees it here, and writes of it.
        return await db.Set<Subscription>()
            .FromSql(
                $"""
                UPDATE subscriptions SET unsubscribed_at = {now}, unsubscribed_by = {way}, unsubscribed_from = {target.Mailing}
                WHERE contact_id = {target.Contact} AND unsubscribed_at IS NULL AND ({everywhere} OR list_id = {target.List})
                RETURNING *
                """)
            .AsNoTracking().ToListAsync(cancellationToken);
    }

    // One statement on both engines, which two clicks at once cannot break. A bounce that came first stays the reason.
    private static Task<int> SuppressAsync(OutreachDb db, ContactId contact, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            "INSERT INTO suppressions (normal_address, reason, created_at) "
            + "SELECT c.normal_address, {0}, {1} FROM contacts c WHERE c.id = {2} ON CONFLICT (normal_address) DO NOTHING",
            [nameof(SuppressionReason.Unsubscribed), now, contact],
            cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Contact {Contact} left ({Scope}) by {Way}")]
        internal static partial void Left(ILogger logger, long contact, UnsubscribeScope scope, LeavingWay way);
    }
}
