using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Lets a person leave one list, or everything. Doing it again changes nothing: the first leaving keeps its time and way.
/// </summary>
internal sealed partial class Unsubscribe(IDbContextFactory<OutreachDb> databases, Suppress suppress, TimeProvider time, ILogger<Unsubscribe> logger)
{
    /// <summary>Leaves. The link that <paramref name="target"/> was read from is the authority to do so.</summary>
    internal Task<UnsubscribeResult> RunAsync(
        UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, CancellationToken cancellationToken) =>
        RunAsync(target, scope, way, reason: null, cancellationToken);

    /// <summary>Leaves, and keeps why, where the person said so.</summary>
    internal async Task<UnsubscribeResult> RunAsync(
        UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, LeavingReason? reason, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await LeaveAsync(db, target, scope, way, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>The same inside the caller's transaction, which is still to be committed.</summary>
    internal async Task<UnsubscribeResult> LeaveAsync(
        OutreachDb db, UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, LeavingReason? reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var left = await LeaveListsAsync(db, target, scope, way, now, cancellationToken);
        db.AddRange(left.Select(subscription => Entry(subscription.ListId)));
        var isSuppressed = scope == UnsubscribeScope.Everything && await SuppressAsync(db, target, cancellationToken);
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
            Evidence = target.Mailing is not null || reason is not null ? new ConsentEvidence { Mailing = target.Mailing, Reason = reason?.ToString() } : null,
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

    private async Task<bool> SuppressAsync(OutreachDb db, UnsubscribeTarget target, CancellationToken cancellationToken) =>
        await db.Set<Contact>().Where(contact => contact.Id == target.Contact).Select(contact => contact.NormalAddress)
            .SingleOrDefaultAsync(cancellationToken) is { } address
        && await suppress.ExecuteAsync(db, address, SuppressionReason.Unsubscribed, new SuppressionOrigin(SuppressionSource.Link), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Contact {Contact} left ({Scope}) by {Way}")]
        internal static partial void Left(ILogger logger, long contact, UnsubscribeScope scope, LeavingWay way);
    }
}
