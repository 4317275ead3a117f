using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
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
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Stores new contacts; one that another process stored meanwhile stays as it is.</summary>
    /// <returns>The normal forms of those that were stored.</returns>
    internal static async Task<HashSet<string>> InsertAsync(OutreachDb db, IReadOnlyList<Contact> contacts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var insert = "INSERT INTO contacts (normal_address, address, name, language, municipality, organisation, role, attributes, revision, created_at) "
            + "SELECT r.value->>0, r.value->>1, r.value->>2, r.value->>3, r.value->>4, r.value->>5, r.value->>6, r.value->>7, 0, {1} "
            + $"FROM {Rows(db)} WHERE true ON CONFLICT (normal_address) DO NOTHING";
        if (db.Engine == StorageEngine.Postgres)
        {
            var returning = $"{insert} RETURNING normal_address AS \"Value\"";
            return await db.Database.SqlQueryRaw<string>(returning, Json(contacts), now).ToHashSetAsync(cancellationToken);
        }

        // Beside the one writer nobody stores anything between the question who is known and this.
        await db.Database.ExecuteSqlRawAsync(insert, [Json(contacts), now], cancellationToken);
        return [.. contacts.Select(contact => contact.NormalAddress)];
    }

    /// <summary>Stores what changed of known contacts. Address and identity stay.</summary>
    internal static Task<int> UpdateAsync(OutreachDb db, IEnumerable<Contact> contacts, CancellationToken cancellationToken)
    {
        var update = "UPDATE contacts SET name = r.value->>2, language = r.value->>3, municipality = r.value->>4, "
            + "organisation = r.value->>5, role = r.value->>6, attributes = r.value->>7, revision = contacts.revision + 1 "
            + $"FROM {Rows(db)} WHERE contacts.normal_address = r.value->>0";
        return db.Database.ExecuteSqlRawAsync(update, [Json(contacts)], cancellationToken);
    }

    /// <summary>Puts contacts on a list. Whoever has been on it, whether still there or gone, stays as they are.</summary>
    /// <returns>Who is on the list and was not before.</returns>
    internal static Task<HashSet<long>> SubscribeAsync(
        OutreachDb db, ListId list, ConsentWay way, DateTimeOffset now, IEnumerable<ContactId> people, CancellationToken cancellationToken)
    {
        var subscribe = "INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT CAST(r.value->>0 AS bigint), {1}, {2}, {3} "
            + $"FROM {Rows(db)} WHERE true ON CONFLICT (list_id, contact_id) DO NOTHING RETURNING contact_id AS \"Value\"";
        return db.Database.SqlQueryRaw<long>(subscribe, Json(people, (json, id) => json.WriteNumberValue(id.Value)), list, now, SourceOf(way))
            .ToHashSetAsync(cancellationToken);
    }

    /// <summary>Writes what proves it for each who came on a list.</summary>
    internal static Task<int> NoteAsync(
        OutreachDb db, ListId list, ConsentWay way, DateTimeOffset now, IEnumerable<(ContactId Person, ConsentEvidence Evidence)> people,
        CancellationToken cancellationToken)
    {
        var note = "INSERT INTO consent_log (contact_id, list_id, at, act, way, evidence) "
            + $"SELECT CAST(r.value->>0 AS bigint), {{1}}, {{2}}, {{3}}, {{4}}, r.value->>1 FROM {Rows(db)}";
        var rows = Json(people, (json, person) =>
        {
            json.WriteNumberValue(person.Person.Value);
            json.WriteStringValue(JsonText.Write(person.Evidence));
        });
        return db.Database.ExecuteSqlRawAsync(note, [rows, list, now, ConsentAct.Subscribed, way], cancellationToken);
    }

    /// <summary>Replaces the rows of batches by what became of them.</summary>
    internal static Task<int> KeepResultsAsync(
        OutreachDb db, ImportId import, IEnumerable<(int Number, string Results)> batches, CancellationToken cancellationToken)
    {
        var keep = "UPDATE import_batches SET rows = NULL, results = r.value->>1 "
            + $"FROM {Rows(db)} WHERE import_batches.import_id = {{1}} AND import_batches.number = CAST(r.value->>0 AS integer)";
        var rows = Json(batches, (json, batch) =>
        {
            json.WriteNumberValue(batch.Number);
            json.WriteStringValue(batch.Results);
        });
        return db.Database.ExecuteSqlRawAsync(keep, [rows, import], cancellationToken);
    }

    private static string SourceOf(ConsentWay way) => way.ToString().ToLowerInvariant();

    // Of each row SQLite would read the text anew for every field; the limit keeps it from working the binary form out as often.
    private static string Rows(OutreachDb db) => db.Engine == StorageEngine.Sqlite
        ? "(SELECT jsonb(value) AS value FROM json_each({0}) LIMIT -1) r"
        : "json_array_elements({0}::json) r";

    private static string Json(IEnumerable<Contact> contacts) => Json(contacts, (json, contact) =>
    {
        json.WriteStringValue(contact.NormalAddress);
        json.WriteStringValue(contact.Address);
        json.WriteStringValue(contact.Name);
        json.WriteStringValue(contact.Language);
        json.WriteStringValue(contact.Municipality);
        json.WriteStringValue(contact.Organisation);
        json.WriteStringValue(contact.Role);
        json.WriteStringValue(contact.Attributes.Count == 0 ? "{}" : JsonText.Write(contact.Attributes));
    });

    private static string Json<T>(IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                write(json, row);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
