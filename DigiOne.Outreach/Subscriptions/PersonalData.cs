using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>All that is known of a person, for the person (GDPR articles 15 and 20).</summary>
internal sealed class PersonalData(OutreachDb db, TimeProvider clock)
{
    /// <summary>It, ready to be written as JSON; null where the person is no more.</summary>
    internal async Task<object?> OfAsync(ContactId id, CancellationToken cancellationToken)
    {
        var contact = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == id, cancellationToken);
        if (contact is null)
            return null;
        var lists = await db.Set<ContactList>().AsNoTracking().ToDictionaryAsync(list => list.Id, list => list.NameIn(contact.Language), cancellationToken);
        var subscriptions = await db.Set<Subscription>().AsNoTracking().Where(row => row.ContactId == id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var pending = await db.Set<PendingSubscription>().AsNoTracking().Where(row => row.ContactId == id).ToListAsync(cancellationToken);
        var mails = await (
            from delivery in db.Set<Delivery>().AsNoTracking()
            join mailing in db.Set<Mailing>().AsNoTracking() on delivery.MailingId equals mailing.Id
            where delivery.ContactId == id
            orderby delivery.Id
            select new { mailing.Name, mailing.Kind, delivery.Address, delivery.State, At = delivery.SettledAt }).ToListAsync(cancellationToken);
        var suppression = await db.Set<Suppression>().AsNoTracking().SingleOrDefaultAsync(row => row.NormalAddress == contact.NormalAddress, cancellationToken);
        return new
        {
            MadeAt = clock.GetUtcNow(),
            Contact = new
            {
                contact.Address,
                contact.Name,
                contact.Language,
                contact.Municipality,
                contact.Organisation,
                contact.Role,
                contact.Attributes,
                contact.PausedUntil,
                contact.CreatedAt,
            },
            Subscriptions = subscriptions.Select(row => new { List = lists[row.ListId], row.SubscribedAt, row.Source, row.UnsubscribedAt, row.UnsubscribedBy }),
            NotConfirmed = pending.Select(row => new { List = lists[row.ListId], row.AskedAt }),
            Consents = await ConsentsAsync(id, lists, cancellationToken),
            Suppressions = suppression?.Causes.Select(known => new { known.Reason, known.Cause.Since, known.Cause.Source }) ?? [],
            Mails = mails,
        };
    }

    private async Task<IEnumerable<object>> ConsentsAsync(ContactId id, Dictionary<ListId, string> lists, CancellationToken cancellationToken)
    {
        var entries = await (
            from entry in db.Set<ConsentEntry>().AsNoTracking()
            join wording in db.Set<Wording>().AsNoTracking() on entry.WordingId equals (WordingId?)wording.Id into words
            from wording in words.DefaultIfEmpty()
            where entry.ContactId == id
            orderby entry.Id
            select new { Entry = entry, Text = wording == null ? null : wording.Text }).ToListAsync(cancellationToken);
        return entries.Select(found => new
        {
            found.Entry.At,
            found.Entry.Act,
            found.Entry.Way,
            List = found.Entry.ListId is { } list ? lists[list] : null,
            Wording = found.Text,
            found.Entry.Evidence,
        });
    }
}
