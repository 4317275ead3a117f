using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Forgets what was asked for and not confirmed in time, and with it those who came by a form alone and were never on any
/// list: whoever typed a stranger's address leaves nothing of it behind.
/// </summary>
internal sealed class ForgetUnconfirmed(OutreachDb db, IOptions<SignUpOptions> options, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Forgets them.</summary>
    /// <returns>How many people were forgotten.</returns>
    internal async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.Value.ConfirmWithin;
        await db.Set<PendingSubscription>().Where(pending => pending.AskedAt <= before).ExecuteDeleteAsync(cancellationToken);
        await db.Set<AddressChange>().Where(change => change.AskedAt <= before).ExecuteDeleteAsync(cancellationToken);
        int forgotten, all = 0;
        do
        {
            // A mail that may still be under way needs its recipient; the last one is older than the cooldown.
            var ids = await db.Set<Contact>()
                .Where(contact => contact.CreatedAt <= before
                    && db.Set<AskedMail>().Any(mail => mail.ContactId == contact.Id && mail.MailedAt <= before)
                    && !db.Set<PendingSubscription>().Any(pending => pending.ContactId == contact.Id)
                    && !db.Set<Subscription>().Any(subscription => subscription.ContactId == contact.Id)
                    && !db.Set<ConsentEntry>().Any(entry => entry.ContactId == contact.Id && entry.Act != ConsentAct.Asked))
                .Select(contact => contact.Id).Take(Batch).ToListAsync(cancellationToken);
            forgotten = ids.Count == 0 ? 0 : await db.Set<Contact>().Where(contact => ids.Contains(contact.Id)).ExecuteDeleteAsync(cancellationToken);
            all += forgotten;
        }
        while (forgotten == Batch);
        return all;
    }
}
