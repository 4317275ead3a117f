using System.Text.Json;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Stores some hundred rows with a handful of statements, inside the caller's transaction.</summary>
internal sealed class ContactBatch(ListId list, string defaultLanguage, ImportOptions options, ErasedAddresses erased, TimeProvider time)
{
    internal async Task<ImportCounts> StoreAsync(OutreachDb db, IReadOnlyList<ContactRow> rows, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var addresses = rows.Select(row => row.NormalAddress).ToArray();
        await ErasedAddresses.HoldAsync(db, cancellationToken);
        // As one array, not as hundreds of parameters.
        var suppressed = await db.Set<Suppression>().Where(suppression => EF.Parameter(addresses).Contains(suppression.NormalAddress))
            .Select(suppression => suppression.NormalAddress).ToHashSetAsync(cancellationToken);
        var known = await db.Set<Contact>().AsNoTracking().Where(contact => EF.Parameter(addresses).Contains(contact.NormalAddress))
            .ToDictionaryAsync(contact => contact.NormalAddress, cancellationToken);
        suppressed.UnionWith(await erased.AmongAsync(db, addresses.Where(address => !known.ContainsKey(address)), cancellationToken));

        // No row is made for somebody whom nothing may be sent to, or who was erased.
        var strangers = rows.Where(row => !known.ContainsKey(row.NormalAddress) && !suppressed.Contains(row.NormalAddress));
        var created = await ContactStatements.InsertAsync(db, [.. strangers.Select(row => Newcomer(row, now))], now, cancellationToken);
        var changed = options.Existing == KnownContacts.Skip
            ? []
            : rows.Where(row => known.ContainsKey(row.NormalAddress)).Select(row => Merged(row, known[row.NormalAddress])).OfType<Contact>().ToList();
        await ContactStatements.UpdateAsync(db, changed, cancellationToken);

        var knownIds = known.Values.Select(contact => contact.Id).ToArray();
        var left = await db.Set<Subscription>()
            .Where(subscription => subscription.ListId == list && subscription.UnsubscribedAt != null)
            .Where(subscription => EF.Parameter(knownIds).Contains(subscription.ContactId))
            .Select(subscription => subscription.ContactId).ToHashSetAsync(cancellationToken);
        suppressed.UnionWith(known.Values.Where(contact => left.Contains(contact.Id)).Select(contact => contact.NormalAddress));
        var subscribed = await ContactStatements.SubscribeAsync(
            db, list, options.Way, now,
            rows.Where(row => !suppressed.Contains(row.NormalAddress)).Select(row => (row.NormalAddress, options.Evidence(row.Line))), cancellationToken);
        return new ImportCounts(
            Rows: rows.Count,
            Created: created,
            Updated: changed.Count,
            Unchanged: known.Count - changed.Count,
            Subscribed: subscribed,
            AlreadySubscribed: rows.Count - suppressed.Count - subscribed,
            KeptOut: suppressed.Count);
    }

    private Contact Newcomer(ContactRow row, DateTimeOffset now) => new()
    {
        Address = row.Address,
        NormalAddress = row.NormalAddress,
        Name = row.Name ?? "",
        Language = row.Language ?? defaultLanguage,
        Municipality = row.Municipality,
        Organisation = row.Organisation ?? "",
        Role = row.Role ?? "",
        Attributes = row.Attributes,
        CreatedAt = now,
    };

    private static Contact? Merged(ContactRow row, Contact known)
    {
        var merged = new Contact
        {
            Address = known.Address,
            NormalAddress = known.NormalAddress,
            Name = row.Name ?? known.Name,
            Language = row.Language ?? known.Language,
            Municipality = row.Municipality ?? known.Municipality,
            Organisation = row.Organisation ?? known.Organisation,
            Role = row.Role ?? known.Role,
            Attributes = row.Attributes.Count == 0 ? known.Attributes : Merged(row.Attributes, known.Attributes),
            CreatedAt = known.CreatedAt,
        };
        var same = merged.Name == known.Name && merged.Language == known.Language && merged.Municipality == known.Municipality
            && merged.Organisation == known.Organisation && merged.Role == known.Role
            && (row.Attributes.Count == 0 || JsonText.Write(merged.Attributes) == JsonText.Write(known.Attributes));
        return same ? null : merged;
    }

    // In the order of what is known, so that the same values are the same text.
    private static Dictionary<string, JsonElement> Merged(
        IReadOnlyDictionary<string, JsonElement> row, IReadOnlyDictionary<string, JsonElement> known)
    {
        var merged = new Dictionary<string, JsonElement>(known);
        foreach (var (key, value) in row)
            merged[key] = value;
        return merged;
    }
}
