using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Finds what a person sees and changes in their preferences.</summary>
internal sealed class FindPreferences(OutreachDb db, TimeProvider clock)
{
    /// <summary>What stands now; null where the person is no more.</summary>
    internal async Task<Preferences?> RunAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var person = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == contact, cancellationToken);
        if (person is null)
            return null;

        var on = await db.Set<Subscription>().Where(row => row.ContactId == contact && row.UnsubscribedAt == null)
            .Select(row => row.ListId).ToListAsync(cancellationToken);
        // A list that is not public is seen by who is on it; left, it cannot be joined again from here.
        var lists = await db.Set<ContactList>().AsNoTracking().Where(list => list.IsPublic || on.Contains(list.Id))
            .OrderBy(list => list.Key).ToListAsync(cancellationToken);
        return new Preferences(
            person, lists.ConvertAll(list => new PreferredList(list, on.Contains(list.Id))),
            person.PausedUntil > clock.GetUtcNow() ? person.PausedUntil : null);
    }
}

/// <summary>How a person wants to be written to.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Lists">The lists that the person may be on.</param>
/// <param name="PausedUntil">Until when bulk mail is paused; null where it is not.</param>
internal sealed record Preferences(Contact Contact, IReadOnlyList<PreferredList> Lists, DateTimeOffset? PausedUntil)
{
    /// <summary>The address as far as its owner needs to see it to know it, and nobody else can read it: whoever a mail was passed on to has its link.</summary>
    internal string ShownAddress => $"{Contact.Address[..1]}…{Contact.Address[Contact.Address.LastIndexOf('@')..]}";
}

/// <summary>One of them.</summary>
/// <param name="List">The list.</param>
/// <param name="IsOn">Whether the person is on it.</param>
public sealed record PreferredList(ContactList List, bool IsOn);
