using System.Collections.Concurrent;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Slows mail to recipient domains that have a limit or asked for patience, and to those only. Of this process.</summary>
internal sealed class DomainPace(IOptions<MailOptions> options, IDbContextFactory<OutreachDb> databases, CountNodes nodes, TimeProvider clock)
{
    private const string Others = "*";

    /// <summary>From so many on, those of which nothing needs to be remembered are forgotten.</summary>
    internal const int Most = 20_000;

    private readonly ConcurrentDictionary<string, DomainTraffic> _traffic = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasResumed;

    /// <summary>Domains that asked for patience and have not recovered.</summary>
    internal IReadOnlyCollection<DomainTrouble> Troubles =>
        [.. _traffic.Values.Select(traffic => traffic.Trouble(clock.GetUtcNow())).OfType<DomainTrouble>().OrderBy(trouble => trouble.Domain, StringComparer.Ordinal)];

    /// <summary>Whether nothing slows or counts mail to a domain.</summary>
    internal bool IsFree(string domain) => Of(domain) is null;

    /// <summary>A delivery has been claimed.</summary>
    /// <returns>Null when its message may go now.</returns>
    internal DomainWait? Place(ClaimedDelivery delivery) => Of(delivery.Domain)?.Place(delivery.IsNew, delivery.Lane, clock.GetUtcNow());

    /// <summary>A connection is about to take a delivery.</summary>
    /// <returns>Null when it may; it then says when it has <see cref="Left"/>.</returns>
    internal DomainWait? Enter(ClaimedDelivery delivery) => Of(delivery.Domain)?.Enter(delivery.Lane, clock.GetUtcNow());

    /// <summary>A delivery that had entered is done, after this long.</summary>
    internal void Left(ClaimedDelivery delivery, TimeSpan took) => Of(delivery.Domain)?.Left(took);

    /// <summary>The domain took a message.</summary>
    internal void Accepted(string domain)
    {
        if (!_traffic.IsEmpty && _traffic.TryGetValue(domain, out var traffic))
            traffic.Accepted();
    }

    /// <summary>The domain refused a message in the words of one that asks for patience.</summary>
    /// <returns>Its trouble, with the time of its rest; null while it may be the recipient's matter alone.</returns>
    internal DomainTrouble? Refused(string domain, string reason, double random) =>
        (_traffic.GetValueOrDefault(domain) ?? Add(domain, Limits(domain))).Refused(reason, clock.GetUtcNow(), random);

    /// <summary>Goes on with the plans of an earlier process, so that its places and new ones do not add up.</summary>
    internal async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_hasResumed || options.Value.Domains.Count == 0)
            return;
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        var underWay = db.Set<Mailing>().Where(mailing => mailing.State == MailingState.Sending && mailing.Lane == Lane.Bulk).Select(mailing => mailing.Id);
        var planned = await db.Set<Delivery>()
            .Where(delivery => underWay.Contains(delivery.MailingId) && delivery.Queue == DeliveryState.Deferred
                && delivery.Attempts == 0 && delivery.NextAttemptAt > now
                // What was put off for its route has no place here. A domain's reasons begin with its name, no route's do.
                && delivery.LastReply!.StartsWith(delivery.Domain + " "))
            .GroupBy(delivery => delivery.Domain)
            .Select(domain => new { Name = domain.Key, Last = domain.Max(delivery => delivery.NextAttemptAt) })
            .ToListAsync(cancellationToken);
        foreach (var domain in planned)
            Of(domain.Name)?.Resume(domain.Last);
        _hasResumed = true;
    }

    private DomainTraffic? Of(string domain)
    {
        if (options.Value.Domains.Count == 0 && _traffic.IsEmpty)
            return null;
        if (_traffic.TryGetValue(domain, out var known))
            return known;
        if (Limits(domain) is not { } limits)
            return null;
        return Add(domain, limits);
    }

    private DomainTraffic Add(string domain, DomainOptions? limits)
    {
        if (_traffic.Count >= Most)
            foreach (var (name, traffic) in _traffic)
                if (traffic.IsIdle(clock.GetUtcNow()))
                    _traffic.TryRemove(name, out _);
        return _traffic.GetOrAdd(domain, name => new DomainTraffic(name, limits, nodes));
    }

    private DomainOptions? Limits(string domain) => options.Value.Domains.GetValueOrDefault(domain) ?? options.Value.Domains.GetValueOrDefault(Others);
}
