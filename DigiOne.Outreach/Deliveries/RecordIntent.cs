using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The last word before a message is handed over. Between freezing and this lie minutes, and days for a message that was
/// put off: who left or was suppressed meanwhile is skipped instead.
/// </summary>
internal static class RecordIntent
{
    /// <summary>Writes the intent, or why there is none.</summary>
    /// <returns>Whether the message may be handed over.</returns>
    internal static async Task<bool> ExecuteAsync(OutreachDb db, LedgerEntry.Intent intent, DateTimeOffset now)
    {
        // Sending under this epoch is this very intent, whose commit went through although its answer was lost.
        var intended = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 'Sending', message_id = {intent.MessageId}, intent_at = {now},
                attempts = {intent.Delivery.Attempts + 1}, lease_until = {now + Ledger.TransactionLease}
            WHERE id = {intent.Delivery.Id} AND claim_epoch = {intent.Delivery.Epoch}
                AND state IN ('Waiting', 'Deferred', 'Sending') AND lease_until >= {now}
                AND NOT EXISTS (
                    SELECT 1 FROM mailings m JOIN subscriptions s ON s.list_id = m.list_id
                    WHERE m.id = deliveries.mailing_id AND s.contact_id = deliveries.contact_id AND s.unsubscribed_at IS NOT NULL)
                AND NOT EXISTS (
                    SELECT 1 FROM contacts c JOIN suppressions p ON p.normal_address = c.normal_address
                    WHERE c.id = deliveries.contact_id)
            """);
        if (intended == 0)
            await SkipAsync(db, intent.Delivery, now);
        return intended == 1;
    }

    // Where the claim still holds, only leaving can have stood in the way.
    private static Task<int> SkipAsync(OutreachDb db, ClaimedDelivery delivery, DateTimeOffset now) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 'Skipped', lease_until = NULL,
                skip_reason = CASE WHEN EXISTS (
                    SELECT 1 FROM mailings m JOIN subscriptions s ON s.list_id = m.list_id
                    WHERE m.id = deliveries.mailing_id AND s.contact_id = deliveries.contact_id AND s.unsubscribed_at IS NOT NULL)
                    THEN 'Unsubscribed' ELSE 'Suppressed' END
            WHERE id = {delivery.Id} AND claim_epoch = {delivery.Epoch}
                AND state IN ('Waiting', 'Deferred', 'Sending') AND lease_until >= {now}
            """);
}
