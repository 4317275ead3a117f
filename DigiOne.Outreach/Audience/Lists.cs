using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Asks for lists.</summary>
internal sealed class Lists(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>Says that there is no such list, and which there are, in English.</summary>
    /// <param name="key">Its key, as it was asked for.</param>
    /// <param name="known">The keys of the lists that there are.</param>
    internal static string Missing(string key, IReadOnlyCollection<string> known) =>
        $"There is no list \"{key}\". Lists: {(known.Count == 0 ? "none yet" : string.Join(", ", known))}.";

    /// <summary>The list of a key, null where there is none.</summary>
    internal async Task<ContactList?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ContactList>().AsNoTracking().SingleOrDefaultAsync(list => list.Key == key, cancellationToken);
    }

    /// <summary>Every list in the order of keys, without counting anybody.</summary>
    internal async Task<IReadOnlyList<ContactList>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ContactList>().AsNoTracking().OrderBy(list => list.Key).ToListAsync(cancellationToken);
    }

    /// <summary>Every list in the order of keys, with those whom a mailing to it would reach: subscribed and not suppressed.</summary>
    internal async Task<IReadOnlyList<ListSummary>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var lists = await db.Set<ContactList>().AsNoTracking().OrderBy(list => list.Key).ToListAsync(cancellationToken);
        var counts = await (
            from subscription in db.Set<Subscription>()
            where subscription.UnsubscribedAt == null
            join contact in db.Set<Contact>() on subscription.ContactId equals contact.Id
            where !db.Set<Suppression>().Any(suppression => suppression.NormalAddress == contact.NormalAddress)
            group subscription by new { subscription.ListId, contact.Language } into people
            select new { people.Key.ListId, people.Key.Language, Count = people.Count() })
            .ToListAsync(cancellationToken);

        var perList = counts.ToLookup(count => count.ListId);
        return [.. lists.Select(list => new ListSummary(list, perList[list.Id].ToDictionary(count => count.Language, count => count.Count)))];
    }
}

/// <summary>A list with its size.</summary>
/// <param name="List">The list.</param>
/// <param name="SubscribedByLanguage">People who are subscribed and not suppressed, by the language that they read; languages without anyone are absent.</param>
public sealed record ListSummary(ContactList List, IReadOnlyDictionary<string, int> SubscribedByLanguage)
{
    /// <summary>People who are subscribed and not suppressed.</summary>
    public int Subscribed => SubscribedByLanguage.Values.Sum();
}
