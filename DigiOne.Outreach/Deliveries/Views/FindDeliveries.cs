using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Finds deliveries: did it reach this recipient, and if not, why?</summary>
internal sealed class FindDeliveries(OutreachDb db)
{
    /// <summary>
    /// How many of the newest deliveries are looked through where no index helps: for a part of an address, or, where a person
    /// asks, for a state or for some kinds, in all mailings. A whole address is found however old where somebody has it now or
    /// recipients were named by it; one that a contact had before is found among these. One mailing is looked through as a whole.
    /// </summary>
    internal const int Newest = 200_000;

    /// <summary>Finds some.</summary>
    internal async Task<FoundDeliveries> ExecuteAsync(DeliverySearch search, CancellationToken cancellationToken)
    {
        var address = string.Concat(search.Address.Where(letter => !char.IsControl(letter))).Trim();
        var isWhole = IsWhole(address);
        if (isWhole)
        {
            var exact = Narrow(await OfAsync(address, cancellationToken), search);
            if (await exact.AnyAsync(cancellationToken))
                return await ReadAsync(exact, search, isBounded: false, cancellationToken);
        }

        var isBounded = search.Mailing is null && (address.Length > 0 || (search.IsTyped && (search.State is not null || search.Kinds is not null)));
        var looked = isBounded ? All.OrderByDescending(delivery => delivery.Id).Take(Newest) : All;
        var narrowed = Narrow(looked, search);
        // A person may have typed the end of an address; a program means this one.
        var found = isWhole && !search.IsTyped ? SentTo(narrowed, address) : Containing(narrowed, address);
        return await ReadAsync(found, search, isBounded, cancellationToken);
    }

    private IQueryable<Delivery> All => db.Set<Delivery>().AsNoTracking();

    private IQueryable<Delivery> Narrow(IQueryable<Delivery> deliveries, DeliverySearch search)
    {
        if (search.Mailing is { } mailing)
            deliveries = deliveries.Where(delivery => delivery.MailingId == mailing);
        if (search.State is { } state)
            deliveries = deliveries.In(state);
        if (search.Kinds is { } kinds)
            deliveries = deliveries.Where(delivery => db.Set<Mailing>().Any(mailing => mailing.Id == delivery.MailingId && kinds.Contains(mailing.Kind)));
        return deliveries;
    }

    private static IQueryable<Delivery> Containing(IQueryable<Delivery> deliveries, string part)
    {
        if (part.Length == 0)
            return deliveries;
        var lower = part.ToLowerInvariant();
        return deliveries.Where(delivery => DatabaseText.Lower(delivery.Address).Contains(lower));
    }

    private static IQueryable<Delivery> SentTo(IQueryable<Delivery> deliveries, string address)
    {
        var lower = address.ToLowerInvariant();
        return deliveries.Where(delivery => DatabaseText.Lower(delivery.Address) == lower);
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

    // Of whoever has the address now, whatever it was then, and of recipients who were named by it: as typed here, as in the
    // person's row, and in its normal form. Each is one look into an index.
    private async Task<IQueryable<Delivery>> OfAsync(string address, CancellationToken cancellationToken)
    {
        List<string> spellings = [address];
        List<ContactId?> people = [];
        if (MailAddress.TryParse(address, out var valid, out _))
        {
            var normal = AddressNormalForm.Of(valid);
            var known = await db.Set<Contact>().Where(contact => contact.NormalAddress == normal)
                .Select(contact => new { contact.Id, contact.Address }).ToListAsync(cancellationToken);
            spellings = [.. known.Select(contact => contact.Address).Append(address).Append(normal).Distinct(StringComparer.Ordinal)];
            people = [.. known.Select(contact => (ContactId?)contact.Id)];
        }

        return All.Where(delivery => people.Contains(delivery.ContactId) || (delivery.ContactId == null && spellings.Contains(delivery.Address)));
    }
}
