using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Finds deliveries: did it reach this recipient, and if not, why?</summary>
internal sealed class FindDeliveries(OutreachDb db)
{
    /// <summary>Deliveries on a page.</summary>
    internal const int PageSize = 50;

    /// <summary>The last page that is shown; who looks for something older narrows the search.</summary>
    internal const int LastPage = 200;

    /// <summary>
    /// How many of the newest deliveries are looked through where no index helps: for a part of an address, or for a state,
    /// in all mailings. A whole address is found however old, and one mailing is looked through as a whole.
    /// </summary>
    internal const int Newest = 200_000;

    /// <summary>Finds one page.</summary>
    internal async Task<DeliveryPage> ExecuteAsync(DeliverySearch search, CancellationToken cancellationToken)
    {
        var address = string.Concat(search.Address.Where(letter => !char.IsControl(letter))).Trim();
        if (IsWhole(address))
        {
            var spellings = await SpellingsAsync(address, cancellationToken);
            var exact = Narrow(db.Set<Delivery>(), search).Where(delivery => spellings.Contains(delivery.Address));
            if (await exact.AnyAsync(cancellationToken))
                return await PageAsync(exact, search.Page, isBounded: false, cancellationToken);
        }

        var isBounded = search.Mailing is null && (address.Length > 0 || search.State is not null);
        var looked = isBounded
            ? Narrow(db.Set<Delivery>().OrderByDescending(delivery => delivery.Id).Take(Newest), search)
            : Narrow(db.Set<Delivery>(), search);
        return await PageAsync(Containing(looked, address), search.Page, isBounded, cancellationToken);
    }

    private static IQueryable<Delivery> Narrow(IQueryable<Delivery> deliveries, DeliverySearch search)
    {
        if (search.Mailing is { } mailing)
            deliveries = deliveries.Where(delivery => delivery.MailingId == mailing);
        if (search.State is { } state)
            deliveries = deliveries.Where(delivery => delivery.State == state);
        return deliveries;
    }

    private static IQueryable<Delivery> Containing(IQueryable<Delivery> deliveries, string part)
    {
        if (part.Length == 0)
            return deliveries;
        var lower = part.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database does it, in its own way.
        return deliveries.Where(delivery => delivery.Address.ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862
    }

    private async Task<DeliveryPage> PageAsync(IQueryable<Delivery> deliveries, int page, bool isBounded, CancellationToken cancellationToken)
    {
        page = Math.Clamp(page, 1, LastPage);
        var found = await (
            from delivery in deliveries
            join mailing in db.Set<Mailing>() on delivery.MailingId equals mailing.Id
            orderby delivery.Id descending
            select new FoundDelivery(
                delivery.Id, delivery.MailingId, mailing.Name, delivery.Address, delivery.Name, delivery.State, delivery.SkipReason,
                delivery.AcceptedAt ?? delivery.IntentAt, delivery.LastReply))
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .ToListAsync(cancellationToken);
        return new DeliveryPage([.. found.Take(PageSize)], found.Count > PageSize && page < LastPage, isBounded);
    }

    private static bool IsWhole(string address) =>
        address.LastIndexOf('@') is var at and > 0 && address.IndexOf('.', at) is var dot && dot > at + 1 && dot < address.Length - 1;

    // As typed here, as typed by the person, and in small letters: each is one look into the index.
    private async Task<List<string>> SpellingsAsync(string address, CancellationToken cancellationToken)
    {
        var normal = AddressNormalForm.Of(address);
        var known = await db.Set<Contact>().Where(contact => contact.NormalAddress == normal)
            .Select(contact => contact.Address).ToListAsync(cancellationToken);
        return [.. known.Append(address).Append(normal).Distinct(StringComparer.Ordinal)];
    }
}
