using System.Globalization;
using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Writes contacts as a table for spreadsheets that the import reads again, however many there are: page by page, so that neither
/// the memory nor a long look at the database grows with them.
/// </summary>
internal sealed class ExportContacts(IDbContextFactory<OutreachDb> databases, ContactAttributes attributes)
{
    private const int PageSize = 2_000;

    private static readonly string[] Fields = ["email", "name", "language", "municipality", "organisation", "role"];

    /// <summary>Everybody, with the lists that each is on.</summary>
    internal Task AllAsync(Stream to, SheetSeparator separator, CancellationToken cancellationToken) =>
        WriteAsync(to, separator, ["status", "lists", "paused until", "created at"], PeopleAsync, cancellationToken);

    /// <summary>Those who are or were on a list.</summary>
    internal Task OfListAsync(Stream to, ListId list, SheetSeparator separator, CancellationToken cancellationToken) => WriteAsync(
        to, separator, ["status", "subscribed at", "unsubscribed at", "paused until"],
        (db, after, token) => SubscribersAsync(db, list, after, token), cancellationToken);

    private async Task WriteAsync(
        Stream to, SheetSeparator separator, string[] more, Func<OutreachDb, ContactId, CancellationToken, Task<List<ExportedContact>>> readAsync,
        CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var sheet = SheetFile.Write(to, separator);
        await sheet.WriteRecordAsync([.. Fields, .. attributes.All.Select(attribute => attribute.Key), .. more], cancellationToken);
        var after = new ContactId(0);
        while (await readAsync(db, after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var row in page)
                await sheet.WriteRecordAsync([.. Cells(row.Contact), .. row.More], cancellationToken);
            after = page[^1].Contact.Id;
        }
    }

    private async Task<List<ExportedContact>> PeopleAsync(OutreachDb db, ContactId after, CancellationToken cancellationToken)
    {
        var people = await db.Set<Contact>().AsNoTracking().Where(contact => contact.Id > after).OrderBy(contact => contact.Id).Take(PageSize)
            .ToListAsync(cancellationToken);
        var ids = people.Select(contact => contact.Id).ToArray();
        var memberships = await (
            from subscription in db.Set<Subscription>()
            where EF.Parameter(ids).Contains(subscription.ContactId) && subscription.UnsubscribedAt == null
            join list in db.Set<ContactList>() on subscription.ListId equals list.Id
            orderby list.Key
            select new { subscription.ContactId, list.Key }).ToListAsync(cancellationToken);
        var lists = memberships.ToLookup(row => row.ContactId, row => row.Key);
        var suppressed = await SuppressedAsync(db, people, cancellationToken);
        return
        [
            .. people.Select(contact => new ExportedContact(
                contact,
                [
                    suppressed.Contains(contact.NormalAddress) ? "suppressed" : "",
                    string.Join(", ", lists[contact.Id]),
                    Time(contact.PausedUntil),
                    Time(contact.CreatedAt),
                ])),
        ];
    }

    private static async Task<List<ExportedContact>> SubscribersAsync(OutreachDb db, ListId list, ContactId after, CancellationToken cancellationToken)
    {
        var rows = await (
            from subscription in db.Set<Subscription>().AsNoTracking()
            where subscription.ListId == list && subscription.ContactId > after
            join contact in db.Set<Contact>() on subscription.ContactId equals contact.Id
            orderby subscription.ContactId
            select new { subscription, contact }).Take(PageSize).ToListAsync(cancellationToken);
        var suppressed = await SuppressedAsync(db, rows.Select(row => row.contact), cancellationToken);
        return
        [
            .. rows.Select(row => new ExportedContact(
                row.contact,
                [
                    suppressed.Contains(row.contact.NormalAddress) ? "suppressed" : row.subscription.UnsubscribedAt is null ? "subscribed" : "unsubscribed",
                    Time(row.subscription.SubscribedAt),
                    Time(row.subscription.UnsubscribedAt),
                    Time(row.contact.PausedUntil),
                ])),
        ];
    }

    private static Task<HashSet<string>> SuppressedAsync(OutreachDb db, IEnumerable<Contact> people, CancellationToken cancellationToken)
    {
        var addresses = people.Select(contact => contact.NormalAddress).ToArray();
        return db.Set<Suppression>().Where(suppression => EF.Parameter(addresses).Contains(suppression.NormalAddress))
            .Select(suppression => suppression.NormalAddress).ToHashSetAsync(cancellationToken);
    }

    private IEnumerable<string> Cells(Contact contact) =>
    [
        contact.Address, contact.Name, contact.Language,
        contact.Municipality is { } code && Municipalities.TryFind(code, out var municipality) ? municipality.Finnish : "",
        contact.Organisation, contact.Role, .. attributes.All.Select(attribute => ContactAttributes.TextOf(attribute, contact.Attributes)),
    ];

    /// <summary>An instant as the import reads it, in UTC; empty for none.</summary>
    internal static string Time(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private sealed record ExportedContact(Contact Contact, string[] More);
}
