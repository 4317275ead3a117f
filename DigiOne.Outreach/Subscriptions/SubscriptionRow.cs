using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Puts somebody on a list who asked for it and whose mailbox said so, whether they had left it or not.</summary>
internal static class SubscriptionRow
{
    /// <summary>How it says that it came.</summary>
    internal const string Source = "form";

    /// <summary>Puts them on it, inside the caller's transaction.</summary>
    /// <returns>False where they were on it.</returns>
    internal static async Task<bool> PutAsync(OutreachDb db, ContactId contact, ListId list, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) VALUES ({contact}, {list}, {now}, {Source})
            ON CONFLICT (list_id, contact_id) DO UPDATE SET
                subscribed_at = excluded.subscribed_at, source = excluded.source, unsubscribed_at = NULL, unsubscribed_by = NULL, unsubscribed_from = NULL
            WHERE subscriptions.unsubscribed_at IS NOT NULL
            """,
            cancellationToken) == 1;
}
