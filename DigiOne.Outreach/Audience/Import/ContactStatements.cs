using System.Text.Json;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Many rows in one statement, handed over as one JSON parameter: row by row, SQLite would pay for the object mapping
/// and PostgreSQL for the round trip, and SQLite looks up each of thousands of parameters by its name. But for the name
/// of the function that opens the array, both engines understand the same words.
/// </summary>
internal static class ContactStatements
{
    /// <summary>Stores new contacts; one that another process stored meanwhile stays as it is.</summary>
    /// <returns>How many were stored.</returns>
    internal static async Task<int> InsertAsync(OutreachDb db, IReadOnlyList<Contact> contacts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0)
            return 0;
        var sql = "INSERT INTO contacts (normal_address, address, name, language, municipality, organisation, role, attributes, revision, created_at) "
            + "SELECT r.value->>0, r.value->>1, r.value->>2, r.value->>3, r.value->>4, r.value->>5, r.value->>6, r.value->>7, 0, {1} "
            + $"FROM {Rows(db)} WHERE true ON CONFLICT (normal_address) DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(sql, [Json(contacts), now], cancellationToken);
    }

    /// <summary>Stores what changed of known contacts. Address and identity stay.</summary>
    internal static async Task UpdateAsync(OutreachDb db, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0)
            return;
        var sql = "UPDATE contacts SET name = r.value->>2, language = r.value->>3, municipality = r.value->>4, "
            + "organisation = r.value->>5, role = r.value->>6, attributes = r.value->>7, revision = contacts.revision + 1 "
            + $"FROM {Rows(db)} WHERE contacts.normal_address = r.value->>0";
        await db.Database.ExecuteSqlRawAsync(sql, [Json(contacts)], cancellationToken);
    }

    /// <summary>
    /// Puts contacts on a list, and writes for each who was not on it what proves it. Whoever has been on it, whether still
    /// there or gone, stays as they are.
    /// </summary>
    /// <param name="db">Holds the transaction.</param>
    /// <param name="list">The list.</param>
    /// <param name="way">How they come.</param>
    /// <param name="now">When.</param>
    /// <param name="people">Their addresses in normal form, and the evidence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many are on the list who were not before.</returns>
    internal static async Task<int> SubscribeAsync(
        OutreachDb db, ListId list, ConsentWay way, DateTimeOffset now, IEnumerable<(string Address, ConsentEvidence Evidence)> people,
        CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(people.Select(person => new[] { person.Address, JsonText.Write(person.Evidence) }));
        // Suppressions are asked for inside the statement: one may have come since the batch began.
        var subscribe = "INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT c.id, {1}, {2}, {3} "
            + $"FROM {Rows(db)} JOIN contacts c ON c.normal_address = r.value->>0 "
            + "WHERE NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.normal_address = c.normal_address) "
            + "ON CONFLICT (list_id, contact_id) DO NOTHING RETURNING contact_id AS \"Value\"";
        var added = await db.Database.SqlQueryRaw<long>(subscribe, json, list, now, SourceOf(way)).ToListAsync(cancellationToken);
        if (added.Count == 0)
            return 0;

        var note = "INSERT INTO consent_log (contact_id, list_id, at, act, way, evidence) SELECT c.id, {1}, {2}, {3}, {4}, r.value->>1 "
            + $"FROM {Rows(db)} JOIN contacts c ON c.normal_address = r.value->>0 "
            + $"WHERE c.id IN (SELECT CAST(a.value->>0 AS bigint) FROM {Rows(db, "a", 5)})";
        return await db.Database.ExecuteSqlRawAsync(
            note, [json, list, now, ConsentAct.Subscribed, way, JsonSerializer.Serialize(added.Select(id => new[] { id }))], cancellationToken);
    }

    private static string SourceOf(ConsentWay way) => way.ToString().ToLowerInvariant();

    private static string Rows(OutreachDb db, string name = "r", int parameter = 0) =>
        db.Engine == StorageEngine.Sqlite ? $"json_each({{{parameter}}}) {name}" : $"json_array_elements({{{parameter}}}::json) {name}";

    private static string Json(IEnumerable<Contact> contacts) => JsonSerializer.Serialize(contacts.Select(contact => new[]
    {
        contact.NormalAddress, contact.Address, contact.Name, contact.Language, contact.Municipality, contact.Organisation, contact.Role,
        JsonText.Write(contact.Attributes),
    }));
}
