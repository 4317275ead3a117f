using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Finds people by words and list, as ids in the order of ids.</summary>
internal sealed class ContactIds(OutreachDb db)
{
    // So many are read and looked through here faster than the index is asked about each.
    private const int SmallList = 2000;

    /// <summary>Some of them.</summary>
    /// <param name="words">What to look for.</param>
    /// <param name="list">Only those on this list now; null for all.</param>
    /// <param name="span">Between whom, both left out.</param>
    /// <param name="newestFirst">Whether those who came last are first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<ContactId>> FindAsync(
        SearchWords words, ListId? list, (ContactId? After, ContactId? Before) span, bool newestFirst, int take, CancellationToken cancellationToken)
    {
        if (!words.IsEmpty && list is { } small && await OfSmallListAsync(words, small, cancellationToken) is { } few)
            return Part(few, span, newestFirst, take);

        var statement = Statement(words, list, span);
        if (db.Engine == StorageEngine.Postgres && !words.IsEmpty)
        {
            // In no order first, along the index: PostgreSQL cannot tell how often a text stands in others, and would
            // walk a million people in order to find the few.
            var some = await IdsAsync(statement, null, Math.Max(take, SearchContacts.MostCounted) + 1, cancellationToken);
            if (some.Count <= SearchContacts.MostCounted)
                return Part(some, span, newestFirst, take);
        }

        return await IdsAsync(statement, newestFirst, take, cancellationToken);
    }

    private static IReadOnlyList<ContactId> Part(
        IEnumerable<ContactId> ids, (ContactId? After, ContactId? Before) span, bool newestFirst, int take)
    {
        var within = ids.Where(id => (span.After is not { } after || id > after) && (span.Before is not { } before || id < before)).Order();
        return [.. (newestFirst ? within.Reverse() : within).Take(take)];
    }

    private async Task<IReadOnlyList<ContactId>?> OfSmallListAsync(SearchWords words, ListId list, CancellationToken cancellationToken)
    {
        var members = db.Set<Subscription>().Where(subscription => subscription.ListId == list && subscription.UnsubscribedAt == null);
        if (await members.OrderBy(member => member.ContactId).Take(SmallList + 1).CountAsync(cancellationToken) > SmallList)
            return null;
        var people = await (
            from subscription in members
            join contact in db.Set<Contact>() on subscription.ContactId equals contact.Id
            select new { contact.Id, contact.Address, contact.Name, contact.Organisation }).ToListAsync(cancellationToken);
        return [.. people.Where(person => words.Mean(person.Address, person.Name, person.Organisation)).Select(person => person.Id)];
    }

    private (string From, string Id, List<object> Values) Statement(SearchWords words, ListId? list, (ContactId? After, ContactId? Before) span)
    {
        var values = new List<object>();
        string Value(object value)
        {
            values.Add(value);
            return $"{{{values.Count - 1}}}";
        }

        var conditions = new List<string>();
        var (table, id) = ("contacts c", "c.id");
        if (words.IsEmpty && list is { } only)
        {
            (table, id) = ("subscriptions s", "s.contact_id");
            conditions.Add($"s.list_id = {Value(only)} AND s.unsubscribed_at IS NULL");
        }
        else if (!words.IsEmpty && db.Engine == StorageEngine.Sqlite)
        {
            (table, id) = ("contact_search c", "c.rowid");
            conditions.Add($"c.text MATCH {Value(words.AsMatch())}");
        }
        else if (!words.IsEmpty)
            conditions.AddRange(words.AsPatterns().Select(patterns =>
                $"({string.Join(" OR ", patterns.Select(pattern => $"c.search_text LIKE fold_text({Value(pattern)})"))})"));

        if (!words.IsEmpty && list is { } wanted)
            conditions.Add($"EXISTS (SELECT 1 FROM subscriptions s WHERE s.list_id = {Value(wanted)} AND s.contact_id = {id} AND s.unsubscribed_at IS NULL)");
        if (span.After is { } after)
            conditions.Add($"{id} > {Value(after)}");
        if (span.Before is { } before)
            conditions.Add($"{id} < {Value(before)}");
        return ($"FROM {table}{(conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}")}", id, values);
    }

    private async Task<IReadOnlyList<ContactId>> IdsAsync(
        (string From, string Id, List<object> Values) statement, bool? newestFirst, int take, CancellationToken cancellationToken)
    {
        var order = newestFirst is { } newest ? $" ORDER BY {statement.Id}{(newest ? " DESC" : "")}" : "";
        var sql = $"SELECT {statement.Id} AS \"Value\" {statement.From}{order} LIMIT {{{statement.Values.Count}}}";
        var ids = await db.Database.SqlQueryRaw<long>(sql, [.. statement.Values, take]).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new ContactId(id))];
    }
}
