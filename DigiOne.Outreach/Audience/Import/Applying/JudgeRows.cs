using System.Text.Json;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Finds out what rows would change, and changes nothing.</summary>
internal sealed class JudgeRows(ContactImport import, string defaultLanguage, KeptOut keptOut)
{
    internal async Task<JudgedRows> ExecuteAsync(OutreachDb db, IReadOnlyList<ContactRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var addresses = rows.Select(row => row.NormalAddress).ToArray();
        await KeptOut.HoldAsync(db, cancellationToken);
        var suppressed = await KeptOut.SuppressedAsync(db, addresses, cancellationToken);
        var known = await db.Set<Contact>().AsNoTracking().Where(contact => EF.Parameter(addresses).Contains(contact.NormalAddress))
            .ToDictionaryAsync(contact => contact.NormalAddress, cancellationToken);
        suppressed.UnionWith(await keptOut.ErasedAsync(db, addresses.Where(address => !known.ContainsKey(address)), cancellationToken));
        var memberships = await MembershipsAsync(db, known.Values, cancellationToken);
        var judged = new JudgedRows(rows.Count);
        foreach (var row in rows)
        {
            var contact = known.GetValueOrDefault(row.NormalAddress);
            var membership = contact is null ? null : memberships.TryGetValue(contact.Id, out var found) ? found : (bool?)null;
            judged.Add(Judge(row, contact, membership, suppressed.Contains(row.NormalAddress), now));
        }

        return judged;
    }

    // No row is made for somebody who was erased, or whose address is suppressed.
    private JudgedRow Judge(ContactRow row, Contact? known, bool? isOn, bool isSuppressed, DateTimeOffset now)
    {
        var changed = known is null || import.Options.Existing == KnownContacts.Skip ? null : Merged(row, known);
        var person = known is null ? isSuppressed ? PersonResult.None : PersonResult.Created
            : changed is null ? PersonResult.Unchanged : PersonResult.Updated;
        var membership = isSuppressed ? MembershipResult.Suppressed : isOn switch
        {
            null => MembershipResult.Joined,
            true => MembershipResult.Already,
            false => MembershipResult.Left,
        };
        return new JudgedRow(row, person, membership, known?.Id, person == PersonResult.Created ? Newcomer(row, now) : changed);
    }

    /// <returns>Of those who are or were on the list, whether they are.</returns>
    private async Task<Dictionary<ContactId, bool>> MembershipsAsync(OutreachDb db, IEnumerable<Contact> known, CancellationToken cancellationToken)
    {
        var ids = known.Select(contact => contact.Id).ToArray();
        return ids.Length == 0
            ? []
            : await db.Set<Subscription>()
                .Where(subscription => subscription.ListId == import.ListId && EF.Parameter(ids).Contains(subscription.ContactId))
                .Select(subscription => new { subscription.ContactId, IsOn = subscription.UnsubscribedAt == null })
                .ToDictionaryAsync(row => row.ContactId, row => row.IsOn, cancellationToken);
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
