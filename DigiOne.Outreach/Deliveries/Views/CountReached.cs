using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Tells how far mailings have come, many at a time. What is over has been counted: its certificate says it, and counting a
/// million again takes its time.
/// </summary>
internal sealed class CountReached(OutreachDb db, LiveCounts counting)
{
    private static readonly DeliveryState[] Told = [DeliveryState.Accepted, DeliveryState.Rejected, DeliveryState.InDoubt];

    /// <summary>The numbers of some mailings; whoever is not among them has reached nobody.</summary>
    /// <param name="over">Those that are over.</param>
    /// <param name="open">The others.</param>
    /// <param name="isWatched">Whether somebody asks every second, and numbers that are a second old will do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyDictionary<MailingId, Reached>> ExecuteAsync(
        IReadOnlyCollection<MailingId> over, IReadOnlyCollection<MailingId> open, bool isWatched, CancellationToken cancellationToken)
    {
        var certificates = over.Count == 0 ? [] : await db.Set<Certificate>().AsNoTracking().Where(certificate => over.Contains(certificate.MailingId))
            .Select(certificate => new { certificate.MailingId, certificate.Version, certificate.Counts }).ToListAsync(cancellationToken);
        var reached = certificates.GroupBy(certificate => certificate.MailingId)
            .ToDictionary(versions => versions.Key, versions => Reached.Of(versions.MaxBy(certificate => certificate.Version)!.Counts));

        if (isWatched)
            foreach (var mailing in open)
            {
                if (await counting.CountAsync(mailing, cancellationToken) is { } counts)
                    reached[mailing] = Reached.Of(counts);
            }

        var uncounted = over.Concat(open).Except(reached.Keys).ToList();
        if (uncounted.Count == 0)
            return reached;
        var groups = await db.Set<Delivery>().Where(delivery => uncounted.Contains(delivery.MailingId) && Told.Contains(delivery.Queue))
            .GroupBy(delivery => new { delivery.MailingId, delivery.Queue })
            .Select(group => new { group.Key.MailingId, group.Key.Queue, Count = group.Count() }).ToListAsync(cancellationToken);
        foreach (var mailing in groups.GroupBy(group => group.MailingId))
        {
            int In(DeliveryState state) => mailing.SingleOrDefault(group => group.Queue == state)?.Count ?? 0;
            reached[mailing.Key] = new Reached(In(DeliveryState.Accepted), In(DeliveryState.Rejected), In(DeliveryState.InDoubt));
        }

        return reached;
    }
}

/// <summary>How far a mailing has come.</summary>
/// <param name="Accepted">How many messages the next hop took.</param>
/// <param name="Rejected">How many were refused for good.</param>
/// <param name="InDoubt">Of how many nobody knows.</param>
internal readonly record struct Reached(int Accepted, int Rejected, int InDoubt)
{
    internal static Reached Of(MailingCounts counts) => new(counts.Accepted, counts.Rejected, counts.InDoubt);
}
