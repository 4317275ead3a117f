using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Counts where a mailing's recipients stand.</summary>
internal sealed class MailingProgress(OutreachDb db)
{
    private const int MostDomains = 200;

    /// <summary>The numbers as they are; null when there is no such mailing.</summary>
    internal async Task<MailingCounts?> CountAsync(MailingId id, CancellationToken cancellationToken)
    {
        var candidates = await db.Set<Mailing>().Where(mailing => mailing.Id == id)
            .Select(mailing => (int?)mailing.Candidates).SingleOrDefaultAsync(cancellationToken);
        if (candidates is null)
            return null;

        // One statement, so that the numbers are of one moment. Grouped as the index is ordered: otherwise SQLite would sort, and
        // hold a row of each of a million in this process's memory, whenever somebody opens the page.
        var deliveries = db.Set<Delivery>().Where(delivery => delivery.MailingId == id);
        var groups = await deliveries
            .GroupBy(delivery => delivery.Queue)
            .Select(queue => new { Of = Counted.InQueue, Queue = queue.Key, Reason = (SkipReason?)null, Count = queue.Count() })
            .Concat(deliveries.In(DeliveryState.Sending)
                .GroupBy(delivery => delivery.Queue)
                .Select(queue => new { Of = Counted.Sending, Queue = queue.Key, Reason = (SkipReason?)null, Count = queue.Count() }))
            .Concat(deliveries.In(DeliveryState.Skipped)
                .GroupBy(delivery => delivery.SkipReason)
                .Select(reason => new { Of = Counted.Skipped, Queue = DeliveryState.Skipped, Reason = reason.Key, Count = reason.Count() }))
            .ToListAsync(cancellationToken);
        int Sum(Counted of, DeliveryState? queue = null) =>
            groups.Where(group => group.Of == of && (queue is null || group.Queue == queue)).Sum(group => group.Count);
        int In(DeliveryState state) => Sum(Counted.InQueue, state) - Sum(Counted.Sending, state);
        return new MailingCounts
        {
            Candidates = candidates.Value,
            Waiting = In(DeliveryState.Waiting),
            Deferred = In(DeliveryState.Deferred),
            Sending = Sum(Counted.Sending),
            Accepted = In(DeliveryState.Accepted),
            Rejected = In(DeliveryState.Rejected),
            Cancelled = In(DeliveryState.Cancelled),
            InDoubt = In(DeliveryState.InDoubt),
            SkippedBy = groups.Where(group => group.Of == Counted.Skipped)
                .ToDictionary(group => group.Reason!.Value, group => group.Count),
        };
    }

    /// <summary>How many of its messages wait for the limits of which domains, the most first.</summary>
    internal async Task<IReadOnlyList<DomainLimit>> DomainLimitsAsync(MailingId id, CancellationToken cancellationToken)
    {
        var limits = await db.Set<Delivery>().In(DeliveryState.Deferred)
            .Where(delivery => delivery.MailingId == id && delivery.PlacedAt != null)
            .GroupBy(delivery => delivery.Domain)
            .Select(domain => new { Name = domain.Key, Messages = domain.Count(), Last = domain.Max(delivery => delivery.NextAttemptAt) })
            .OrderByDescending(domain => domain.Messages).ThenBy(domain => domain.Name)
            .Take(MostDomains)
            .ToListAsync(cancellationToken);
        return limits.ConvertAll(domain => new DomainLimit(domain.Name, domain.Messages, domain.Last));
    }

    /// <summary>When the first and the last of its messages were accepted; null when none was.</summary>
    internal async Task<(DateTimeOffset? First, DateTimeOffset? Last)> AcceptedAsync(MailingId id, CancellationToken cancellationToken)
    {
        var accepted = db.Set<Delivery>().Where(delivery => delivery.MailingId == id && delivery.Queue == DeliveryState.Accepted);
        return (await accepted.MinAsync(delivery => delivery.SettledAt, cancellationToken),
            await accepted.MaxAsync(delivery => delivery.SettledAt, cancellationToken));
    }

    /// <summary>What a row of the count counts.</summary>
    private enum Counted
    {
        InQueue,
        Sending,
        Skipped,
    }
}
