using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Takes back what somebody decided themselves, when they decide anew by their own mailbox: having left everything, a complaint.
/// A mailbox that does not exist stays one.
/// </summary>
internal static class LetBackIn
{
    /// <summary>Takes it back, inside the caller's transaction, and forgets how many mails were not answered.</summary>
    internal static async Task ExecuteAsync(OutreachDb db, Contact contact, CancellationToken cancellationToken)
    {
        await db.Set<Suppression>()
            .Where(suppression => suppression.NormalAddress == contact.NormalAddress
                && (suppression.Reason == SuppressionReason.Unsubscribed || suppression.Reason == SuppressionReason.Complaint))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Set<AskedMail>().Where(mail => mail.ContactId == contact.Id)
            .ExecuteUpdateAsync(mail => mail.SetProperty(row => row.Unanswered, 0), cancellationToken);
    }
}
