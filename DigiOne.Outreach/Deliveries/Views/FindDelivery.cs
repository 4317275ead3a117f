using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads all that became of one delivery.</summary>
internal sealed class FindDelivery(OutreachDb db)
{
    /// <summary>The delivery; null when there is none.</summary>
    internal async Task<DeliveryDetails?> ExecuteAsync(DeliveryId id, CancellationToken cancellationToken)
    {
        var delivery = await db.Set<Delivery>().AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == id, cancellationToken);
        if (delivery is null)
            return null;

        var attempts = await db.Set<Attempt>().AsNoTracking().Where(attempt => attempt.DeliveryId == id)
            .OrderBy(attempt => attempt.Id).ToListAsync(cancellationToken);
        var mailing = await db.Set<Mailing>().Where(mailing => mailing.Id == delivery.MailingId)
            .Select(mailing => new { mailing.Name, mailing.Kind }).SingleAsync(cancellationToken);
        return new DeliveryDetails(delivery, mailing.Name, mailing.Kind, [.. attempts, .. LastOf(delivery, attempts)]);
    }

    // The try that ended it stands on the delivery itself; what a person said of doubt is no try, and stands among them.
    private static IEnumerable<Attempt> LastOf(Delivery delivery, List<Attempt> attempts)
    {
        if (delivery is { SettledAt: { } at, Route: { } route } && attempts.LastOrDefault()?.Outcome != delivery.State)
            yield return new Attempt { DeliveryId = delivery.Id, At = at, Route = route, Outcome = delivery.State, Reply = delivery.LastReply ?? "" };
    }
}

/// <summary>A delivery with its tries.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="MailingName">What the team calls its mailing.</param>
/// <param name="Kind">What that mailing is to the people who get it.</param>
/// <param name="Attempts">Its tries, the first one first.</param>
internal sealed record DeliveryDetails(Delivery Delivery, string MailingName, MailingKind Kind, IReadOnlyList<Attempt> Attempts);
