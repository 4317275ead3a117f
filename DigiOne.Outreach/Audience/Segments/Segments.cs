using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Asks for segments, and who is in them.</summary>
internal sealed class Segments(OutreachDb db, SegmentFields fields, LocalTime zone, TimeProvider clock)
{
    // So many contacts are looked at between two looks at the clock.
    private const int Range = 20_000;

    /// <summary>How long a count takes at most.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Every segment in the order of names.</summary>
    internal async Task<IReadOnlyList<Segment>> AllAsync(CancellationToken cancellationToken) =>
        await db.Set<Segment>().AsNoTracking().OrderBy(segment => segment.Name).ThenBy(segment => segment.Key).ToListAsync(cancellationToken);

    /// <summary>The segment of a key, null where there is none.</summary>
    internal Task<Segment?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.Set<Segment>().AsNoTracking().SingleOrDefaultAsync(segment => segment.Key == key, cancellationToken);

    /// <summary>Counts those whom a checked filter means, and those of them who are on a list at all, for as long as there is patience.</summary>
    internal async Task<SegmentCount> CountAsync(SegmentFilter filter, TimeSpan patience, CancellationToken cancellationToken)
    {
        var sql = new SegmentSql(db.Engine, clock.GetUtcNow(), zone, firstParameter: 2);
        var condition = await fields.CompileAsync(filter, sql, cancellationToken);
        var statement =
            $$"""
            SELECT count(*) AS people, COALESCE(sum(CASE WHEN EXISTS (
                SELECT 1 FROM subscriptions s WHERE s.contact_id = c.id AND s.unsubscribed_at IS NULL) THEN 1 ELSE 0 END), 0) AS subscribed
            FROM contacts c WHERE c.id > {0} AND c.id <= {1} AND {{condition}}
            """;
        var (started, after, people, subscribed) = (clock.GetTimestamp(), 0L, 0L, 0L);
        var last = await db.Set<Contact>().MaxAsync(contact => (ContactId?)contact.Id, cancellationToken) is { } highest ? highest.Value : 0;
        while (after < last && clock.GetElapsedTime(started) < patience)
        {
            var row = await db.Database.SqlQueryRaw<CountRow>(statement, [after, after + Range, .. sql.Values]).SingleAsync(cancellationToken);
            (people, subscribed, after) = (people + row.People, subscribed + row.Subscribed, after + Range);
        }

        return new SegmentCount(people, subscribed, after >= last);
    }

    /// <summary>Those who are on a list, in a segment where there is one, and not suppressed, by the language that they read.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> ByLanguageAsync(ListId list, SegmentFilter? filter, CancellationToken cancellationToken)
    {
        var sql = new SegmentSql(db.Engine, clock.GetUtcNow(), zone, firstParameter: 1);
        var condition = filter is null ? "TRUE" : await fields.CompileAsync(filter, sql, cancellationToken);
        var statement =
            $$"""
            SELECT c.language, count(*) AS people FROM subscriptions s JOIN contacts c ON c.id = s.contact_id
            WHERE s.list_id = {0} AND s.unsubscribed_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM suppressions p WHERE p.normal_address = c.normal_address AND {{SuppressionMatrix.Blocking("p", MailPurpose.Published)}})
                AND {{condition}}
            GROUP BY c.language
            """;
        return (await db.Database.SqlQueryRaw<LanguageRow>(statement, [list, .. sql.Values]).ToListAsync(cancellationToken))
            .ToDictionary(row => row.Language, row => (int)row.People);
    }

    private sealed record CountRow(long People, long Subscribed);

    private sealed record LanguageRow(string Language, long People);
}

/// <summary>How many a segment means.</summary>
/// <param name="People">All of them that were counted.</param>
/// <param name="Subscribed">Those of them who are on at least one list now.</param>
/// <param name="IsWhole">Whether everybody was looked at; else there are at least so many.</param>
internal sealed record SegmentCount(long People, long Subscribed, bool IsWhole);
