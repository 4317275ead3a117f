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
        var sql = "INSERT INTO contacts (normal_address, address, name, language, municipality, organisation, role, created_at) "
            + "SELECT r.value->>0, r.value->>1, r.value->>2, r.value->>3, r.value->>4, r.value->>5, r.value->>6, {1} "
            + $"FROM {Rows(db)} WHERE true ON CONFLICT (normal_address) DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(sql, [Json(contacts), now], cancellationToken);
    }

    /// <summary>Stores what changed of known contacts. Address and identity stay.</summary>
    internal static async Task UpdateAsync(OutreachDb db, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0)
            return;
        var sql = "UPDATE contacts SET name = r.value->>2, language = r.value->>3, municipality = r.value->>4, "
            + $"organisation = r.value->>5, role = r.value->>6 FROM {Rows(db)} WHERE contacts.normal_address = r.value->>0";
        await db.Database.ExecuteSqlRawAsync(sql, [Json(contacts)], cancellationToken);
    }

    /// <summary>Puts contacts on a list. Whoever has been on it, whether still there or gone, stays as they are.</summary>
    /// <returns>How many are on the list who were not before.</returns>
    internal static async Task<int> SubscribeAsync(
        OutreachDb db, ListId list, string source, DateTimeOffset now, IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        // Suppressions are asked for inside the statement: one may have come since the batch began.
        var sql = "INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT c.id, {1}, {2}, {3} "
            + $"FROM {Rows(db)} JOIN contacts c ON c.normal_address = r.value->>0 "
            + "WHERE NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.normal_address = c.normal_address) "
            + "ON CONFLICT (list_id, contact_id) DO NOTHING";
        var json = JsonSerializer.Serialize(addresses.Select(address => new[] { address }));
        return await db.Database.ExecuteSqlRawAsync(sql, [json, list, now, source], cancellationToken);
    }

    private static string Rows(OutreachDb db) =>
        db.Engine == StorageEngine.Sqlite ? "json_each({0}) r" : "json_array_elements({0}::json) r";

    private static string Json(IEnumerable<Contact> contacts) => JsonSerializer.Serialize(contacts.Select(contact => new[]
    {
        contact.NormalAddress, contact.Address, contact.Name, contact.Language, contact.Municipality, contact.Organisation, contact.Role,
    }));
}
