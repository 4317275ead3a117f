using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Finds people.</summary>
internal sealed class SearchContacts(OutreachDb db)
{
    /// <summary>The people who match, in the order in which they came.</summary>
    /// <param name="text">Part of the address or the name; empty for all.</param>
    /// <param name="list">Only those on the list of this key now; null for all.</param>
    /// <param name="after">Only later ones than this id: the next page; null for the first.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Contact>> ExecuteAsync(string text, string? list, long? after, int most, CancellationToken cancellationToken)
    {
        var contacts = db.Set<Contact>().AsNoTracking();
        if (text.Length > 0)
        {
            var address = text.ToLowerInvariant();
            contacts = contacts.Where(contact => contact.NormalAddress.Contains(address) || contact.Name.Contains(text));
        }

        if (list is not null)
        {
            var ids = from subscription in db.Set<Subscription>()
                      where subscription.UnsubscribedAt == null
                      join row in db.Set<ContactList>() on subscription.ListId equals row.Id
                      where row.Key == list
                      select subscription.ContactId;
            contacts = contacts.Where(contact => ids.Contains(contact.Id));
        }

        if (after is { } last)
            contacts = contacts.Where(contact => contact.Id > new ContactId(last));
        return await contacts.OrderBy(contact => contact.Id).Take(most).ToListAsync(cancellationToken);
    }
}
