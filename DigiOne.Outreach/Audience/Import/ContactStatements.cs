using System.Globalization;
using System.Text;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Many rows in one statement, in words that both engines understand: a row at a time, SQLite would pay for the object
/// mapping and PostgreSQL for the round trip.
/// </summary>
internal static class ContactStatements
{
    private const string Insert =
        "INSERT INTO contacts (address, normal_address, name, language, municipality, organisation, role, created_at) VALUES ";

    /// <summary>Stores new contacts; one that another process stored meanwhile stays as it is.</summary>
    /// <returns>How many were stored.</returns>
    internal static Task<int> InsertAsync(OutreachDb db, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken) =>
        WriteAsync(db, contacts, " ON CONFLICT (normal_address) DO NOTHING", cancellationToken);

    /// <summary>Stores what changed of known contacts. Address and identity stay.</summary>
    internal static Task<int> UpdateAsync(OutreachDb db, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken) =>
        WriteAsync(
            db,
            contacts,
            " ON CONFLICT (normal_address) DO UPDATE SET name = excluded.name, language = excluded.language, "
                + "municipality = excluded.municipality, organisation = excluded.organisation, role = excluded.role",
            cancellationToken);

    /// <summary>Puts contacts on a list. Whoever has been on it, whether still there or gone, stays as they are.</summary>
    /// <returns>How many are on the list who were not before.</returns>
    internal static async Task<int> SubscribeAsync(
        OutreachDb db, ListId list, string source, DateTimeOffset now, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
            return 0;
        // Suppressions are asked for again inside the statement: one may have come since the batch began.
        var sql = new StringBuilder(
            "INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT c.id, {0}, {1}, {2} FROM contacts c "
            + "WHERE NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.normal_address = c.normal_address) AND c.normal_address IN (");
        object[] parameters = [list, now, source, .. addresses];
        AppendPlaceholders(sql, 3, addresses.Count).Append(" ON CONFLICT (list_id, contact_id) DO NOTHING");
        return await db.Database.ExecuteSqlRawAsync(sql.ToString(), parameters, cancellationToken);
    }

    private static async Task<int> WriteAsync(OutreachDb db, IReadOnlyList<Contact> contacts, string onConflict, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0)
            return 0;
        var sql = new StringBuilder(Insert);
        var parameters = new List<object?>(contacts.Count * 8);
        foreach (var contact in contacts)
        {
            sql.Append(parameters.Count == 0 ? "(" : ", (");
            AppendPlaceholders(sql, parameters.Count, 8);
            parameters.AddRange(
                [contact.Address, contact.NormalAddress, contact.Name, contact.Language, contact.Municipality, contact.Organisation, contact.Role, contact.CreatedAt]);
        }

        return await db.Database.ExecuteSqlRawAsync(sql.Append(onConflict).ToString(), parameters!, cancellationToken);
    }

    private static StringBuilder AppendPlaceholders(StringBuilder sql, int first, int count)
    {
        for (var index = first; index < first + count; index++)
            sql.Append(index == first ? "" : ", ").Append(CultureInfo.InvariantCulture, $"{{{index}}}");
        return sql.Append(')');
    }
}
