using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Forgets what was asked for and not confirmed in time, and with it those who came by a form alone and were never on any
/// list: whoever typed a stranger's address leaves nothing of it behind.
/// </summary>
internal sealed class ForgetUnconfirmed(OutreachDb db, IEnumerable<IPersonalData> holders, IOptions<SignUpOptions> options, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Forgets some of them.</summary>
    /// <returns>How many people were forgotten.</returns>
    internal async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.Value.ConfirmWithin;
        await db.Set<PendingSubscription>().Where(pending => pending.AskedAt <= before).ExecuteDeleteAsync(cancellationToken);
        await db.Set<AddressChange>().Where(change => change.AskedAt <= before).ExecuteDeleteAsync(cancellationToken);
        // A mail that may still be under way needs its recipient; the last one is older than the link in it.
        var strangers = await db.Set<Contact>().AsNoTracking()
            .Where(contact => contact.CreatedAt <= before
                && db.Set<AskedMail>().Any(mail => mail.ContactId == contact.Id && mail.MailedAt <= before)
                && !db.Set<PendingSubscription>().Any(pending => pending.ContactId == contact.Id)
                && !db.Set<Subscription>().Any(subscription => subscription.ContactId == contact.Id)
                && !db.Set<ConsentEntry>().Any(entry => entry.ContactId == contact.Id && entry.Act != ConsentAct.Asked))
            .OrderBy(contact => contact.Id).Take(Batch).ToListAsync(cancellationToken);
        foreach (var stranger in strangers)
            await ForgetAsync(stranger, cancellationToken);
        return strangers.Count;
    }

    // No hash stays: nobody asked to be left alone.
    private async Task ForgetAsync(Contact stranger, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Set<Contact>().Where(contact => contact.Id == stranger.Id).ExecuteDeleteAsync(cancellationToken);
        foreach (var holder in holders)
            await holder.ForgetAsync(db, stranger.Id, stranger.NormalAddress, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
