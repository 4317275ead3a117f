using System.Globalization;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks for people.</summary>
internal sealed class FindContacts(OutreachDb db)
{
    /// <summary>Some of those in whose address or name a text stands, in the order of addresses.</summary>
    /// <param name="text">What to look for; empty finds everybody.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Contact>> ExecuteAsync(string text, int skip, int take, CancellationToken cancellationToken)
    {
        return await Matching(text).OrderBy(contact => contact.NormalAddress).Skip(skip).Take(take).ToListAsync(cancellationToken);
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
        var found = Matching(text);
        if (list is not null)
        {
            var ids = from subscription in db.Set<Subscription>()
                      where subscription.UnsubscribedAt == null
                      join row in db.Set<ContactList>() on subscription.ListId equals row.Id
                      where row.Key == list
                      select subscription.ContactId;
            found = found.Where(contact => ids.Contains(contact.Id));
        }

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
        return new ContactDetail(contact, [.. subscriptions.Select(row => new ListMembership(row.list, row.subscription))], suppression);
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

/// <summary>A person with all that decides what the person gets.</summary>
internal sealed record ContactDetail(Contact Contact, IReadOnlyList<ListMembership> Lists, Suppression? Suppression);

/// <summary>A list that a person is or was on.</summary>
internal sealed record ListMembership(ContactList List, Subscription Subscription);
