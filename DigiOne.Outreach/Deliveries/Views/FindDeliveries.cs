using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Finds deliveries: did it reach this recipient, and if not, why?</summary>
internal sealed class FindDeliveries(OutreachDb db)
{
    /// <summary>
    /// How many of the newest deliveries are looked through for a person where no index helps: for a part of an address, or
    /// for a state, in all mailings. A whole address is found however old, and one mailing is looked through as a whole.
    /// </summary>
    internal const int Newest = 200_000;

    /// <summary>Finds some.</summary>
    internal async Task<FoundDeliveries> ExecuteAsync(DeliverySearch search, CancellationToken cancellationToken)
    {
        var address = string.Concat(search.Address.Where(letter => !char.IsControl(letter))).Trim();
        if (address.Length > 0 && (!search.IsTyped || IsWhole(address)))
        {
            var spellings = await SpellingsAsync(address, cancellationToken);
            var exact = Narrow(All, search).Where(delivery => spellings.Contains(delivery.Address));
            if (!search.IsTyped || await exact.AnyAsync(cancellationToken))
                return await ReadAsync(exact, search, isBounded: false, cancellationToken);
        }

        var isBounded = search.IsTyped && search.Mailing is null && (address.Length > 0 || search.State is not null);
        var looked = isBounded ? All.OrderByDescending(delivery => delivery.Id).Take(Newest) : All;
        return await ReadAsync(Containing(Narrow(looked, search), address), search, isBounded, cancellationToken);
    }

    private IQueryable<Delivery> All => db.Set<Delivery>().AsNoTracking();

    private static IQueryable<Delivery> Narrow(IQueryable<Delivery> deliveries, DeliverySearch search)
    {
        if (search.Mailing is { } mailing)
            deliveries = deliveries.Where(delivery => delivery.MailingId == mailing);
        if (search.State is { } state)
            deliveries = deliveries.In(state);
        return deliveries;
    }

    private static IQueryable<Delivery> Containing(IQueryable<Delivery> deliveries, string part)
    {
        if (part.Length == 0)
            return deliveries;
        var lower = part.ToLowerInvariant();
        return deliveries.Where(delivery => DatabaseText.Lower(delivery.Address).Contains(lower));
    }

    private async Task<FoundDeliveries> ReadAsync(
        IQueryable<Delivery> deliveries, DeliverySearch search, bool isBounded, CancellationToken cancellationToken)
    {
        if (search.Before is { } before)
            deliveries = deliveries.Where(delivery => (long)(object)delivery.Id < before);
        var found = await (
            from delivery in deliveries
            join mailing in db.Set<Mailing>() on delivery.MailingId equals mailing.Id
            orderby delivery.Id descending
            select new FoundDelivery(delivery, mailing.Name, mailing.DueAt))
            .Skip(search.Skip).Take(search.Most + 1)
            .ToListAsync(cancellationToken);
        return new FoundDeliveries([.. found.Take(search.Most)], found.Count > search.Most, isBounded);
    }

    private static bool IsWhole(string address) =>
        address.LastIndexOf('@') is var at and > 0 && address.IndexOf('.', at) is var dot && dot > at + 1 && dot < address.Length - 1;

    // As typed here, as typed by the person, and in small letters: each is one look into the index.
    private async Task<List<string>> SpellingsAsync(string address, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(address, out var valid, out _))
            return [address];

        var normal = AddressNormalForm.Of(valid);
        var known = await db.Set<Contact>().Where(contact => contact.NormalAddress == normal)
            .Select(contact => contact.Address).ToListAsync(cancellationToken);
        return [.. known.Append(address).Append(normal).Distinct(StringComparer.Ordinal)];
    }
}
