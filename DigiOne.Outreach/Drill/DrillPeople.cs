using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Drill;

/// <summary>Makes up people inside the database: a million of them in seconds, and always the same ones.</summary>
internal sealed class DrillPeople(OutreachDb db, TimeProvider clock)
{
    private const int Domains = 200;

    /// <summary>The address of the person with this number, from 1 up.</summary>
    internal static string Address(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"lukija{number}@k{number % Domains}.{DrillSettings.Domain}");

    /// <summary>Fills an empty database.</summary>
    /// <param name="count">How many people.</param>
    /// <param name="lists">On how many lists: half of the people on each of several, and one in ten on two.</param>
    /// <param name="suppressed">How many of them are suppressed, spread over all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<ListId>> SeedAsync(int count, int lists, int suppressed, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var made = Enumerable.Range(1, lists).Select(number => new ContactList
        {
            Key = $"drill{number}",
            Names = new Dictionary<string, string> { ["fi"] = $"Harjoitus {number}" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = now,
        }).ToList();
        db.AddRange(made);
        await db.SaveChangesAsync(cancellationToken);

        // In the order in which they come: sorted, SQLite would hold all of them in this process's memory.
        var numbers = Numbers(count);
        await RunAsync(
            $$"""
            {{numbers}}
            INSERT INTO contacts (address, normal_address, name, language, organisation, role, attributes, revision, created_at)
            SELECT 'lukija' || n || '@k' || (n % {{Domains}}) || '.{{DrillSettings.Domain}}', 'lukija' || n || '@k' || (n % {{Domains}}) || '.{{DrillSettings.Domain}}',
                'Väinö Lukija ' || n, 'fi', '', '', {1}, 0, {0}
            FROM numbers
            """,
            now, cancellationToken, "{}");
        for (var list = 0; list < lists; list++)
            await RunAsync(
                $$"""
                INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source)
                SELECT id, {1}, {0}, 'drill' FROM contacts WHERE id % {{lists}} = {{list}} OR id % 10 = 0 ORDER BY id
                """,
                now, cancellationToken, made[list].Id);
        if (suppressed > 0)
            await RunAsync(
                $$"""
                INSERT INTO suppressions (normal_address, hard_bounce_since, hard_bounce_source)
                SELECT normal_address, {0}, 'Mail' FROM contacts WHERE id % {{Math.Max(count / suppressed, 1)}} = 0
                """,
                now, cancellationToken);
        // PostgreSQL would get there by itself within a minute; a database that has stood for a while has its statistics.
        if (db.Engine == StorageEngine.Postgres)
            await db.Database.ExecuteSqlRawAsync("ANALYZE", cancellationToken);
        return [.. made.Select(list => list.Id)];
    }

    /// <summary>A list of only the first of them.</summary>
    internal async Task<ListId> FewAsync(int count, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var few = new ContactList { Key = "few", Names = new Dictionary<string, string> { ["fi"] = "Lämmittely" }, LegalBasis = LegalBasis.Consent, CreatedAt = now };
        db.Add(few);
        await db.SaveChangesAsync(cancellationToken);
        await RunAsync(
            "INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT id, {1}, {0}, 'drill' FROM contacts ORDER BY id LIMIT {2}",
            now, cancellationToken, few.Id, count);
        return few.Id;
    }

    private string Numbers(int count) => db.Engine == StorageEngine.Postgres
        ? $"WITH numbers AS (SELECT n FROM generate_series(1, {count}) AS n)"
        : $"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})";

    private async Task RunAsync(string sql, DateTimeOffset now, CancellationToken cancellationToken, params object[] more)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.ExecuteSqlRawAsync(sql, [now, .. more], cancellationToken);
    }
}
