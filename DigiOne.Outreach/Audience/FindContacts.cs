using System.Globalization;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks for people.</summary>
internal sealed class FindContacts(OutreachDb db)
{
    /// <summary>Some of those in whose address or name a text stands, in the order of addresses.</summary>
    /// <param name="text">What to look for; empty finds everybody.</param>
    /// <param name="list">Only those on the list of this key now; null or empty for all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Contact>> ExecuteAsync(string text, string? list, int skip, int take, CancellationToken cancellationToken)
    {
        return await OnList(Matching(text), list).OrderBy(contact => contact.NormalAddress).Skip(skip).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>The same, in the order in which they came, for programs that page through all of them.</summary>
    /// <param name="text">What to look for; empty finds everybody.</param>
    /// <param name="list">Only those on the list of this key now; null for all.</param>
    /// <param name="after">Only later ones than this; null from the first on.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Contact>> AfterAsync(
        string text, string? list, ContactId? after, int take, CancellationToken cancellationToken)
    {
        var found = OnList(Matching(text), list);
        if (after is { } last)
            found = found.Where(contact => contact.Id > last);
        return await found.OrderBy(contact => contact.Id).Take(take).ToListAsync(cancellationToken);
    }

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

    private IQueryable<Contact> OnList(IQueryable<Contact> contacts, string? key)
    {
        if (string.IsNullOrEmpty(key))
            return contacts;
        var ids = from subscription in db.Set<Subscription>()
                  where subscription.UnsubscribedAt == null
                  join list in db.Set<ContactList>() on subscription.ListId equals list.Id
                  where list.Key == key
                  select subscription.ContactId;
        return contacts.Where(contact => ids.Contains(contact.Id));
    }

    private IQueryable<Contact> Matching(string text)
    {
        var words = CleanText.Of(text);
        var all = db.Set<Contact>().AsNoTracking();
        if (words.Length == 0)
            return all;

        // SQLite folds only a-z: names are looked for in the ways that people write them.
        var lower = words.ToLowerInvariant();
        var title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(lower);
        return all.Where(contact => contact.NormalAddress.Contains(lower)
            || contact.Name.Contains(words) || contact.Name.Contains(lower) || contact.Name.Contains(title));
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
