using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks people up.</summary>
internal sealed class FindContacts(OutreachDb db)
{
    /// <summary>One person with lists and suppression; null when there is no such contact.</summary>
    internal async Task<ContactDetail?> OneAsync(ContactId id, CancellationToken cancellationToken)
    {
        var contact = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == id, cancellationToken);
        if (contact is null)
            return null;

        var subscriptions = await (
            from subscription in db.Set<Subscription>().AsNoTracking()
            join list in db.Set<ContactList>() on subscription.ListId equals list.Id
            where subscription.ContactId == id
            orderby list.Key
            select new { list, subscription }).ToListAsync(cancellationToken);
        var suppression = await db.Set<Suppression>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.NormalAddress == contact.NormalAddress, cancellationToken);
        return new ContactDetail(
            contact, [.. subscriptions.Select(row => new ListMembership(row.list, row.subscription))], suppression,
            await PendingAsync(id, cancellationToken), await ConsentsAsync(id, cancellationToken));
    }

    private Task<List<PendingList>> PendingAsync(ContactId id, CancellationToken cancellationToken) => (
        from pending in db.Set<PendingSubscription>().AsNoTracking()
        join list in db.Set<ContactList>() on pending.ListId equals list.Id
        where pending.ContactId == id
        orderby list.Key
        select new PendingList(list, pending.AskedAt)).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<NotedConsent>> ConsentsAsync(ContactId id, CancellationToken cancellationToken)
    {
        var entries = await db.Set<ConsentEntry>().AsNoTracking().Where(entry => entry.ContactId == id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync(cancellationToken);
        // Lists and wordings are few, and no row of either goes while an entry names it.
        var lists = await db.Set<ContactList>().AsNoTracking().ToDictionaryAsync(list => list.Id, cancellationToken);
        var named = entries.Select(entry => entry.WordingId).OfType<WordingId>().Distinct().ToArray();
        var wordings = await db.Set<Wording>().AsNoTracking().Where(wording => named.Contains(wording.Id))
            .ToDictionaryAsync(wording => wording.Id, cancellationToken);
        return
        [
            .. entries.Select(entry => new NotedConsent(
                entry,
                entry.ListId is { } list ? lists.GetValueOrDefault(list) : null,
                entry.WordingId is { } wording ? wordings[wording] : null)),
        ];
    }
}

/// <summary>A person with all that decides what the person gets, and what proves it, the oldest first.</summary>
internal sealed record ContactDetail(
    Contact Contact, IReadOnlyList<ListMembership> Lists, Suppression? Suppression, IReadOnlyList<PendingList> Pending, IReadOnlyList<NotedConsent> Consents);

/// <summary>A list that a person asked for and has not confirmed.</summary>
internal sealed record PendingList(ContactList List, DateTimeOffset AskedAt);

/// <summary>An entry of the consent log with the list that it is about, null for all mail, and the words that the person had before them.</summary>
public sealed record NotedConsent(ConsentEntry Entry, ContactList? List, Wording? Wording);

/// <summary>A list that a person is or was on.</summary>
internal sealed record ListMembership(ContactList List, Subscription Subscription);
