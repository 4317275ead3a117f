using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Answers whether something reached somebody, and if not, why.</summary>
internal sealed class SearchDeliveries(OutreachDb db)
{
    /// <summary>The deliveries that match, the newest first.</summary>
    internal async Task<IReadOnlyList<DeliveryReport>> ExecuteAsync(DeliveryFilter search, CancellationToken cancellationToken)
    {
        var deliveries = db.Set<Delivery>().AsNoTracking();
        if (search.Address is { Length: > 0 } address)
        {
            var spellings = await SpellingsAsync(address.Trim(), cancellationToken);
            deliveries = deliveries.Where(delivery => spellings.Contains(delivery.Address));
        }

        if (search.Mailing is { } mailing)
            deliveries = deliveries.Where(delivery => delivery.MailingId == mailing);
        if (search.State is { } state)
            deliveries = deliveries.Where(delivery => delivery.State == state);
        if (search.Before is { } before)
            deliveries = deliveries.Where(delivery => (long)(object)delivery.Id < before);
        return await deliveries.OrderByDescending(delivery => delivery.Id).Take(search.Most)
            .Select(delivery => new DeliveryReport(
                delivery.Id.Value, delivery.MailingId.Value, delivery.Address, delivery.Name, delivery.Language, delivery.State,
                delivery.SkipReason, delivery.Attempts, delivery.NextAttemptAt, delivery.AcceptedAt, delivery.MessageId, delivery.LastReply))
            .ToListAsync(cancellationToken);
    }

    // The ledger keeps addresses as they were typed, and finds them by its index: asked for are this spelling and the contact's.
    private async Task<List<string>> SpellingsAsync(string address, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(address, out var valid, out _))
            return [address];

        var normal = AddressNormalForm.Of(valid);
        var known = await db.Set<Contact>().Where(contact => contact.NormalAddress == normal)
            .Select(contact => contact.Address).ToListAsync(cancellationToken);
        return [address, normal, .. known];
    }
}

/// <summary>What to look for; what is null does not matter.</summary>
/// <param name="Address">The whole address, in any case of letters.</param>
/// <param name="Mailing">Of which mailing.</param>
/// <param name="State">In which state.</param>
/// <param name="Before">Only deliveries with a smaller id: the next page.</param>
/// <param name="Most">How many at most.</param>
internal sealed record DeliveryFilter(string? Address, MailingId? Mailing, DeliveryState? State, long? Before, int Most);

/// <summary>A delivery that was found, with when it is tried next and what was last answered.</summary>
public sealed record DeliveryReport(
    long Id, Guid MailingId, string Address, string Name, string Language, DeliveryState State, SkipReason? SkipReason, int Attempts,
    DateTimeOffset NextAttemptAt, DateTimeOffset? AcceptedAt, string? MessageId, string? LastReply);
