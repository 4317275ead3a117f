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
        var words = CleanText.Of(text);
        var lower = words.ToLowerInvariant();
        var found = db.Set<Contact>().AsNoTracking();
        if (words.Length > 0)
        {
            // SQLite folds only a-z: names are looked for in the ways that people write them.
            var title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(lower);
            found = found.Where(contact => contact.NormalAddress.Contains(lower)
                || contact.Name.Contains(words) || contact.Name.Contains(lower) || contact.Name.Contains(title));
        }

        return await found.OrderBy(contact => contact.NormalAddress).Skip(skip).Take(take).ToListAsync(cancellationToken);
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
}

/// <summary>A person with all that decides what the person gets.</summary>
internal sealed record ContactDetail(Contact Contact, IReadOnlyList<ListMembership> Lists, Suppression? Suppression);

/// <summary>A list that a person is or was on.</summary>
internal sealed record ListMembership(ContactList List, Subscription Subscription);
