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
        var now = time.GetUtcNow();
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var left = await LeaveListsAsync(db, target, scope, way, now, cancellationToken);
        if (scope == UnsubscribeScope.Everything)
            left += await SuppressAsync(db, target.Contact, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        if (left == 0)
            return new UnsubscribeResult.AlreadyGone();
        Log.Left(logger, target.Contact.Value, scope, way);
        return new UnsubscribeResult.Left(now);
    }

    private static Task<int> LeaveListsAsync(
        OutreachDb db, UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subscriptions = db.Set<Subscription>()
            .Where(subscription => subscription.ContactId == target.Contact && subscription.UnsubscribedAt == null);
        if (scope == UnsubscribeScope.OneList)
            subscriptions = subscriptions.Where(subscription => subscription.ListId == target.List);
        return subscriptions.ExecuteUpdateAsync(
            update => update
                .SetProperty(subscription => subscription.UnsubscribedAt, now)
                .SetProperty(subscription => subscription.UnsubscribedBy, way)
                .SetProperty(subscription => subscription.UnsubscribedFrom, target.Mailing),
            cancellationToken);
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
