using System.Linq.Expressions;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Counts where a mailing's recipients stand.</summary>
internal sealed class MailingProgress(OutreachDb db)
{
    private const int MostParts = 200;

    /// <summary>The numbers as they are; null when there is no such mailing.</summary>
    internal async Task<MailingCounts?> CountAsync(MailingId id, CancellationToken cancellationToken)
    {
        var candidates = await db.Set<Mailing>().Where(mailing => mailing.Id == id)
            .Select(mailing => (int?)mailing.Candidates).SingleOrDefaultAsync(cancellationToken);
        if (candidates is null)
            return null;

        var groups = await db.Set<Delivery>().Where(delivery => delivery.MailingId == id)
            .GroupBy(delivery => new { delivery.State, delivery.SkipReason })
            .Select(group => new { group.Key.State, group.Key.SkipReason, Count = group.Count(), Limited = group.AsQueryable().Count(DeliveryStandings.IsLimited) })
            .ToListAsync(cancellationToken);
        var limited = groups.Sum(group => group.Limited);
        int In(DeliveryState state) => groups.Where(group => group.State == state).Sum(group => group.Count);
        return new MailingCounts
        {
            Candidates = candidates.Value,
            Waiting = In(DeliveryState.Waiting),
            Limited = limited,
            Deferred = In(DeliveryState.Deferred) - limited,
            Sending = In(DeliveryState.Sending),
            Accepted = In(DeliveryState.Accepted),
            Rejected = In(DeliveryState.Rejected),
            Cancelled = In(DeliveryState.Cancelled),
            InDoubt = In(DeliveryState.InDoubt),
            SkippedBy = groups.Where(group => group.State == DeliveryState.Skipped)
                .ToDictionary(group => group.SkipReason!.Value, group => group.Count),
        };
    }

    /// <summary>The settled numbers by some mark of the deliveries, the most frequent first; rare ones of very many together.</summary>
    internal async Task<IReadOnlyList<CertificatePart>> PartsAsync(
        MailingId id, Expression<Func<Delivery, string>> mark, CancellationToken cancellationToken)
    {
        var parts = await db.Set<Delivery>().Where(delivery => delivery.MailingId == id)
            .GroupBy(mark)
            .Select(group => new CertificatePart
            {
                Name = group.Key,
                Accepted = group.Count(delivery => delivery.State == DeliveryState.Accepted),
                Rejected = group.Count(delivery => delivery.State == DeliveryState.Rejected),
                Skipped = group.Count(delivery => delivery.State == DeliveryState.Skipped),
                Cancelled = group.Count(delivery => delivery.State == DeliveryState.Cancelled),
                InDoubt = group.Count(delivery => delivery.State == DeliveryState.InDoubt),
            })
            .ToListAsync(cancellationToken);
        List<CertificatePart> sorted = [.. parts.OrderByDescending(part => part.Candidates).ThenBy(part => part.Name, StringComparer.Ordinal)];
        if (sorted.Count <= MostParts)
            return sorted;

        var rest = sorted.Skip(MostParts - 1).ToList();
        return
        [
            .. sorted.Take(MostParts - 1),
            new CertificatePart
            {
                Name = CertificatePart.Others,
                Accepted = rest.Sum(part => part.Accepted),
                Rejected = rest.Sum(part => part.Rejected),
                Skipped = rest.Sum(part => part.Skipped),
                Cancelled = rest.Sum(part => part.Cancelled),
                InDoubt = rest.Sum(part => part.InDoubt),
            },
        ];
    }

    /// <summary>How many of its messages wait for the limits of which domains, the most first.</summary>
    internal async Task<IReadOnlyList<DomainLimit>> DomainLimitsAsync(MailingId id, CancellationToken cancellationToken)
    {
        var limits = await db.Set<Delivery>().In(DeliveryState.Deferred)
            .Where(delivery => delivery.MailingId == id && delivery.PlacedAt != null)
            .GroupBy(delivery => delivery.Domain)
            .Select(domain => new { Name = domain.Key, Messages = domain.Count(), Last = domain.Max(delivery => delivery.NextAttemptAt) })
            .OrderByDescending(domain => domain.Messages).ThenBy(domain => domain.Name)
            .Take(MostParts)
            .ToListAsync(cancellationToken);
        return limits.ConvertAll(domain => new DomainLimit(domain.Name, domain.Messages, domain.Last));
    }

    /// <summary>
    /// The domain whose limit keeps its canary open for longest: of those messages that have a place and were not tried yet.
    /// Meaningful while only the canary is sent to.
    /// </summary>
    internal async Task<DomainLimit?> CanaryLimitAsync(MailingId id, CancellationToken cancellationToken)
    {
        var last = await db.Set<Delivery>().In(DeliveryState.Deferred)
            .Where(delivery => delivery.MailingId == id && delivery.PlacedAt != null && delivery.Attempts == 0)
            .GroupBy(delivery => delivery.Domain)
            .Select(domain => new { Name = domain.Key, Messages = domain.Count(), Last = domain.Max(delivery => delivery.NextAttemptAt) })
            .OrderByDescending(domain => domain.Last).ThenBy(domain => domain.Name)
            .FirstOrDefaultAsync(cancellationToken);
        return last is null ? null : new DomainLimit(last.Name, last.Messages, last.Last);
    }

    /// <summary>When the first and the last of its messages were accepted; null when none was.</summary>
    internal async Task<(DateTimeOffset? First, DateTimeOffset? Last)> AcceptedAsync(MailingId id, CancellationToken cancellationToken)
    {
        var accepted = db.Set<Delivery>().Where(delivery => delivery.MailingId == id && delivery.Queue == DeliveryState.Accepted);
        return (await accepted.MinAsync(delivery => delivery.SettledAt, cancellationToken),
            await accepted.MaxAsync(delivery => delivery.SettledAt, cancellationToken));
    }
}
