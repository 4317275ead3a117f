using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>What follows when somebody decides anew by their own mailbox.</summary>
internal sealed class LetBackIn(ComeBack comeBack)
{
    /// <summary>Takes back what stood against it, inside the caller's transaction, and forgets how many mails were not answered.</summary>
    internal async Task ExecuteAsync(OutreachDb db, Contact contact, CancellationToken cancellationToken)
    {
        await comeBack.ExecuteAsync(db, contact.NormalAddress, cancellationToken);
        await db.Set<AskedMail>().Where(mail => mail.ContactId == contact.Id)
            .ExecuteUpdateAsync(mail => mail.SetProperty(row => row.Unanswered, 0), cancellationToken);
    }
}
