using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Puts a person on the lists that they confirm. Doing it again changes nothing.</summary>
internal sealed partial class ConfirmSubscriptions(
    OutreachDb db, SubscriptionMails mails, LetBackIn back, IOptions<SignUpOptions> options, DispatchSignal signal, TimeProvider clock, ILogger<ConfirmSubscriptions> logger)
{
    /// <summary>Confirms. The link is the authority to do so.</summary>
    /// <param name="link">The link that was used.</param>
    /// <param name="lists">Keys of the lists that the person wants of those that they asked for; the others are given up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lists that the person is on by it; empty when there was nothing to confirm.</returns>
    internal async Task<IReadOnlyList<ContactList>> ExecuteAsync(
        LinkUse link, IReadOnlyCollection<string> lists, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var valid = now - options.Value.ConfirmWithin;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two clicks at once only the one that took the rows away sees them.
        var asked = await db.Set<PendingSubscription>()
            .FromSql($"DELETE FROM pending_subscriptions WHERE contact_id = {link.Target.Contact} RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        var ids = asked.Where(pending => pending.AskedAt > valid).Select(pending => pending.ListId).ToList();
        var wanted = await db.Set<ContactList>().AsNoTracking()
            .Where(list => ids.Contains(list.Id) && lists.Contains(list.Key)).OrderBy(list => list.Key).ToListAsync(cancellationToken);
        if (wanted.Count == 0)
            return [];

        var contact = await db.Set<Contact>().AsNoTracking().SingleAsync(contact => contact.Id == link.Target.Contact, cancellationToken);
        foreach (var list in wanted)
        {
            var isNew = await SubscriptionRow.PutAsync(db, contact.Id, list.Id, now, cancellationToken);
            db.Add(new ConsentEntry
            {
                ContactId = contact.Id,
                ListId = list.Id,
                At = now,
                Act = ConsentAct.Confirmed,
                Way = ConsentWay.Link,
                WordingId = await WordingAsync(contact.Id, list.Id, cancellationToken),
                Evidence = link.Evidence,
            });
            if (isNew && list.Welcomes)
                mails.Welcome(contact, list);
        }

        await back.ExecuteAsync(db, contact, cancellationToken);
        mails.Schedule(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        Log.Confirmed(logger, contact.Id.Value, wanted.Count);
        return wanted;
    }

    private Task<WordingId?> WordingAsync(ContactId contact, ListId list, CancellationToken cancellationToken) =>
        db.Set<ConsentEntry>()
            .Where(entry => entry.ContactId == contact && entry.ListId == list && entry.Act == ConsentAct.Asked)
            .OrderByDescending(entry => entry.Id).Select(entry => entry.WordingId).FirstOrDefaultAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Contact {Contact} confirmed {Lists} lists")]
        internal static partial void Confirmed(ILogger logger, long contact, int lists);
    }
}
