using System.Collections.Concurrent;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Slows mail to recipient domains, and to those only: a configured limit holds over all relays, what a domain asked of one
/// relay holds for that. Of this process.
/// </summary>
internal sealed class DomainPace(IOptions<MailOptions> options, IDbContextFactory<OutreachDb> databases, CountNodes nodes, TimeProvider clock)
{
    private const string Others = "*";

    /// <summary>From so many on, those of which nothing needs to be remembered are forgotten.</summary>
    internal const int Most = 20_000;

    private readonly ConcurrentDictionary<string, DomainTraffic> _traffic = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<RelayDomain, DomainRest> _rests = new();
    private volatile bool _hasRests;
    private bool _hasResumed;

    /// <summary>What domains asked which relays for, and have not recovered from.</summary>
    internal IReadOnlyCollection<DomainTrouble> Troubles =>
    [
        .. _rests.Values.Select(rest => rest.Trouble(clock.GetUtcNow())).OfType<DomainTrouble>()
            .OrderBy(trouble => trouble.Domain, StringComparer.Ordinal).ThenBy(trouble => trouble.Route, StringComparer.Ordinal),
    ];

    /// <summary>Whether a domain still rests; one that does not comes back at a slower pace.</summary>
    internal bool IsResting(DomainTrouble trouble) => trouble.Until > clock.GetUtcNow();

    /// <summary>Whether any domain has a configured limit.</summary>
    internal bool HasLimits => options.Value.Domains.Count > 0;

    /// <summary>Domains whose limit lets messages go that nobody has come for, although others have later places; with how many.</summary>
    /// <param name="lane">The lane of the places.</param>
    /// <param name="carriers">The relays that would carry them. A domain that asked all of them for patience is left alone.</param>
    internal IEnumerable<(string Domain, int Messages)> Unused(Lane lane, IReadOnlyList<IMailRoute> carriers)
    {
        var now = clock.GetUtcNow();
        foreach (var (domain, traffic) in _traffic)
            if (traffic.Unused(lane, now) is > 0 and var messages && carriers.Any(carrier => Rest(carrier, domain)?.Trouble(now) is null))
                yield return (domain, messages);
    }

    /// <summary>Whether nothing slows or counts a relay's mail to a domain.</summary>
    internal bool IsFree(IMailRoute route, string domain) => Rest(route, domain)?.Trouble(clock.GetUtcNow()) is null && Traffic(domain) is null;

    /// <summary>A delivery has been claimed.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="carriers">The relays that carry its sender's mail now.</param>
    /// <returns>The delivery, with its turn where it has one at the slow pace of a relay.</returns>
    internal PlacedDelivery Place(ClaimedDelivery delivery, IReadOnlyList<IMailRoute> carriers)
    {
        var now = clock.GetUtcNow();
        var (route, rest, other) = Soonest(delivery, carriers, now);
        if (rest?.Plan(delivery.IsNew, delivery.Lane, now) is { } wait)
            return new(delivery, new(wait, null));
        DomainTurn? turn = null;
        if (Traffic(delivery.Domain)?.Place(delivery.IsNew, delivery.Lane, now, out turn, delivery.AheadOf) is { } placed)
            return new(delivery, new(placed, null));
        if (turn is not null)
            delivery = delivery with { LimitTurn = turn };
        rest?.Take(delivery.IsNew, delivery.Lane, now);
        return new(rest is null ? delivery : delivery with { TurnAt = route!.Name }, new(null, route) { Else = other });
    }

    /// <summary>The relay that a delivery was to go by has enough to do: it waits for the rest of another to end.</summary>
    /// <returns>Null where that has recovered meanwhile.</returns>
    internal DomainWait? Later(PlacedDelivery placed) => placed.Place.Else!.Later(placed.Delivery.Lane, clock.GetUtcNow());

    /// <summary>A relay's connection has a delivery that the domain asked this relay to wait with: another may carry it now.</summary>
    /// <returns>One that any may take where this relay may have it, or none.</returns>
    internal DomainPlace Elsewhere(ClaimedDelivery delivery, IMailRoute route, Func<IReadOnlyList<IMailRoute>> carriers)
    {
        var now = clock.GetUtcNow();
        if (Rest(route, delivery.Domain) is not { } rest || rest.LetsIn(delivery.TurnAt == route.Name, now))
            return default;
        var other = carriers().FirstOrDefault(other => other != route && !delivery.NotBy.Contains(other.Name)
            && Rest(other, delivery.Domain)?.LetsIn(hasTurn: false, now) is not false);
        return new(null, other) { Else = rest };
    }

    /// <summary>A relay's connection is about to take a delivery.</summary>
    /// <returns>Null when it may; it then says when it has <see cref="Left"/>.</returns>
    internal DomainWait? Enter(ClaimedDelivery delivery, IMailRoute route)
    {
        var now = clock.GetUtcNow();
        return Rest(route, delivery.Domain)?.Enter(delivery.TurnAt == route.Name, delivery.Lane, now) ?? Traffic(delivery.Domain)?.Enter(delivery.Lane, now);
    }

    /// <summary>A delivery that had entered is done, after this long.</summary>
    internal void Left(ClaimedDelivery delivery, TimeSpan took) => Traffic(delivery.Domain)?.Left(took, clock.GetUtcNow());

    /// <summary>The domain took a message from a relay.</summary>
    internal void Accepted(IMailRoute route, string domain) => Rest(route, domain)?.Accepted();

    /// <summary>The domain refused a relay's message in the words of one that asks for patience.</summary>
    /// <returns>Its trouble, with the time of its rest; null while it may be the recipient's matter alone.</returns>
    internal DomainTrouble? Refused(IMailRoute route, string domain, string reason, double random)
    {
        var now = clock.GetUtcNow();
        var key = new RelayDomain(route.Name, domain);
        _hasRests = true;
        if (!_rests.TryGetValue(key, out var rest))
            rest = Add(_rests, key, new DomainRest(route.Name, domain), known => known.Trouble(now) is null);
        return rest.Refused(reason, now, random);
    }

    /// <summary>Goes on with the plans of an earlier process, so that its places and new ones do not add up.</summary>
    internal async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_hasResumed || !HasLimits)
            return;
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        var underWay = db.Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.Lane == Lane.Bulk && mailing.PausedAt == null && mailing.CancelledAt == null)
            .Select(mailing => mailing.Id);
        var planned = await db.Set<Delivery>()
            .Where(delivery => underWay.Contains(delivery.MailingId) && delivery.Queue == DeliveryState.Deferred
                && delivery.PlacedAt != null && delivery.NextAttemptAt > now)
            .GroupBy(delivery => delivery.Domain)
            .Select(domain => new { Name = domain.Key, Last = domain.Max(delivery => delivery.NextAttemptAt) })
            .ToListAsync(cancellationToken);
        foreach (var domain in planned)
            Traffic(domain.Name)?.Resume(domain.Last);
        _hasResumed = true;
    }

    // One whose turn at a slow pace has come goes first, because it recovers by what it sends; then one that the domain asked
    // for nothing; then the one that waits least. Where it asked none for anything, any of them takes it.
    private (IMailRoute? Route, DomainRest? Resting, DomainRest? Else) Soonest(ClaimedDelivery delivery, IReadOnlyList<IMailRoute> carriers, DateTimeOffset now)
    {
        if (!_hasRests)
            return default;
        var choices = carriers.Select(carrier => (Route: carrier, Resting: Rest(carrier, delivery.Domain) is { } rest && rest.Trouble(now) is not null ? rest : null)).ToList();
        if (choices.TrueForAll(choice => choice.Resting is null))
            return default;
        var best = choices.OrderBy(choice => choice.Resting?.Wait(delivery.IsNew, delivery.Lane, now) ?? TimeSpan.Zero).ThenBy(choice => choice.Resting is null).First();
        return (best.Route, best.Resting, best.Resting ?? choices.Find(choice => choice.Resting is not null).Resting);
    }

    private DomainRest? Rest(IMailRoute route, string domain) =>
        _hasRests ? _rests.GetValueOrDefault(new RelayDomain(route.Name, domain)) : null;

    private DomainTraffic? Traffic(string domain)
    {
        if (!HasLimits)
            return null;
        if (_traffic.TryGetValue(domain, out var known))
            return known;
        if ((options.Value.Domains.GetValueOrDefault(domain) ?? options.Value.Domains.GetValueOrDefault(Others)) is not { } limits)
            return null;
        return Add(_traffic, domain, new DomainTraffic(domain, limits, nodes), traffic => traffic.IsIdle(clock.GetUtcNow()));
    }

    private static T Add<TKey, T>(ConcurrentDictionary<TKey, T> known, TKey key, T added, Func<T, bool> isIdle)
        where TKey : notnull
    {
        if (known.Count >= Most)
            foreach (var (other, one) in known)
                if (isIdle(one))
                    known.TryRemove(other, out _);
        return known.GetOrAdd(key, added);
    }

    /// <summary>A relay and a domain, whatever the case of their letters.</summary>
    private readonly record struct RelayDomain(string Route, string Domain)
    {
        public bool Equals(RelayDomain other) =>
            string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase) && string.Equals(Route, other.Route, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() =>
            HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Route), StringComparer.OrdinalIgnoreCase.GetHashCode(Domain));
    }
}
