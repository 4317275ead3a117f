using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Notes when a canary is through: each of it has been tried and one has its answer. Those put off say nothing against the
/// others, but neither does a relay that was down for all of them say anything for them, nor a person who gives some up. Where
/// nobody of it is open any more, because they left, say, there is nothing to wait for.
/// </summary>
internal sealed class EndCanary(OutreachDb db, TimeProvider clock)
{
    /// <summary>What a row says that waits for the rest that its domain asked for, as SQL's LIKE knows it.</summary>
    internal static readonly string Patience = DeliveryExplanations.DomainPatience.Of("%", "%", "%");

    /// <summary>Looks, and notes it.</summary>
    /// <param name="id">The mailing, whose audience stands complete.</param>
    /// <param name="startedAt">When it started: its canary's messages were due before that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task ExecuteAsync(MailingId id, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var canary = db.Set<Delivery>().Where(delivery => delivery.MailingId == id);
        var untried = canary.Where(
            delivery => (delivery.Queue == DeliveryState.Deferred
                    && (delivery.State == DeliveryState.Sending
                        || (delivery.Attempts == 0 && delivery.PlacedAt == null && !EF.Functions.Like(delivery.LastReply ?? "", Patience))))
                || (delivery.Queue == DeliveryState.Waiting && delivery.NextAttemptAt < startedAt));
        // Read before, so that SQLite's one place to write is not taken twice a second for nothing.
        if (await untried.AnyAsync(cancellationToken) || !await DomainsHaveAnsweredAsync(canary, cancellationToken))
            return;

        var now = clock.GetUtcNow();
        var givenUp = db.Set<Attempt>().GivenUp();
        await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.CanaryDoneAt == null && !untried.Any()
                && (canary.Any(
                        delivery => delivery.Queue == DeliveryState.Accepted
                            || (delivery.Queue == DeliveryState.Rejected && !givenUp.Any(attempt => attempt.DeliveryId == delivery.Id)))
                    || !canary.Any(delivery => delivery.Queue == DeliveryState.Deferred)))
            .ExecuteUpdateAsync(mailing => mailing.SetProperty(m => m.CanaryDoneAt, now), cancellationToken);
    }

    // What waits for the rest or the limit of its domain may wait for hours. Once the domain has answered for one of the
    // canary, it counts as tried.
    private async Task<bool> DomainsHaveAnsweredAsync(IQueryable<Delivery> canary, CancellationToken cancellationToken)
    {
        var waiting = await canary.In(DeliveryState.Deferred).Where(delivery => delivery.Attempts == 0)
            .Select(delivery => delivery.Domain).Distinct().ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return true;

        var givenUp = db.Set<Attempt>().GivenUp();
        var answered = await canary
            .Where(delivery => EF.Parameter(waiting).Contains(delivery.Domain)
                && (delivery.Queue == DeliveryState.Accepted
                    || (delivery.Queue == DeliveryState.Rejected && !givenUp.Any(attempt => attempt.DeliveryId == delivery.Id))
                    || (delivery.Queue == DeliveryState.Deferred && delivery.Attempts > 0
                        // A server spoke: our own sentences begin with no code.
                        && (EF.Functions.Like(delivery.LastReply ?? "", "4%") || EF.Functions.Like(delivery.LastReply ?? "", Patience)))))
            .Select(delivery => delivery.Domain).Distinct().CountAsync(cancellationToken);
        return answered == waiting.Count;
    }
}
