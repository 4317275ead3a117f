using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks for people by parts of their addresses, names and organisations, among a million in milliseconds.</summary>
internal sealed class SearchContacts(OutreachDb db)
{
    /// <summary>How many are counted at most.</summary>
    internal const int MostCounted = 1000;

    private readonly ContactIds _ids = new(db);

    /// <summary>A page of those who are found.</summary>
    /// <param name="text">What to look for (<see cref="SearchWords"/>); empty finds everybody.</param>
    /// <param name="list">Only those on the list of this key now; null or empty for all.</param>
    /// <param name="place">Where the page starts. A place that is no longer among them is the first.</param>
    /// <param name="size">How many a page has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<FoundContacts> PageAsync(string text, string? list, SearchPlace place, int size, CancellationToken cancellationToken)
    {
        var words = SearchWords.Of(text);
        if (await ListAsync(list, cancellationToken) is not { } on)
            return new FoundContacts([], 0, IsCounted: true, HasPrevious: false, HasNext: false);

        var ids = await _ids.FindAsync(words, on.Id, default, newestFirst: true, MostCounted + 1, cancellationToken);
        if (ids.Count > MostCounted)
            return await NewestAsync(words, on.Id, place, size, cancellationToken);

        var sorted = await db.Set<Contact>().Where(contact => EF.Parameter(ids).Contains(contact.Id))
            .OrderBy(contact => contact.NormalAddress).Select(contact => contact.Id).ToListAsync(cancellationToken);
        var skip = place switch
        {
            { After: { } after } => sorted.IndexOf(after) + 1,
            { Before: { } before } => Math.Max(0, sorted.IndexOf(before) - size),
            _ => 0,
        };
        var rows = await RowsAsync(sorted.Skip(skip).Take(size), cancellationToken);
        return new FoundContacts(rows, sorted.Count, IsCounted: true, skip > 0, skip + size < sorted.Count);
    }

    /// <summary>Those who are found in the order in which they came, for programs that page through all of them.</summary>
    /// <param name="text">What to look for; empty finds everybody.</param>
    /// <param name="list">Only those on the list of this key now; null or empty for all.</param>
    /// <param name="after">Only later ones than this; null from the first on.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Contact>> AfterAsync(string text, string? list, ContactId? after, int take, CancellationToken cancellationToken) =>
        await ListAsync(list, cancellationToken) is { } on
            ? await RowsAsync(await _ids.FindAsync(SearchWords.Of(text), on.Id, (after, null), newestFirst: false, take, cancellationToken), cancellationToken)
            : [];

    // A page back is read towards the newest, and turned round.
    private async Task<FoundContacts> NewestAsync(SearchWords words, ListId? list, SearchPlace place, int size, CancellationToken cancellationToken)
    {
        var back = place is { After: null, Before: not null };
        var ids = await _ids.FindAsync(words, list, (back ? place.Before : null, place.After), newestFirst: !back, size + 1, cancellationToken);
        var (more, page) = (ids.Count > size, ids.Take(size));
        return new FoundContacts(
            await RowsAsync(back ? page.Reverse() : page, cancellationToken), MostCounted, IsCounted: false,
            HasPrevious: back ? more : place.After is not null, HasNext: back || more);
    }

    // In the order of the ids.
    private async Task<IReadOnlyList<Contact>> RowsAsync(IEnumerable<ContactId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToList();
        var rows = await db.Set<Contact>().AsNoTracking().Where(contact => EF.Parameter(wanted).Contains(contact.Id))
            .ToDictionaryAsync(contact => contact.Id, cancellationToken);
        return [.. wanted.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    // Null where there is no such list; with no id where none is asked for.
    private async Task<AskedList?> ListAsync(string? key, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key))
            return new AskedList(null);
        var list = await db.Set<ContactList>().Where(list => list.Key == key).Select(list => (ListId?)list.Id).SingleOrDefaultAsync(cancellationToken);
        return list is null ? null : new AskedList(list);
    }

    private sealed record AskedList(ListId? Id);
}
