namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The patience that a recipient domain asked one relay for: a rest, then a slow pace that recovers with each message that
/// the domain takes. A domain judges each relay by its own address and its own traffic, so what one hears slows no other.
/// </summary>
internal sealed class DomainRest(string route, string domain)
{
    /// <summary>How long after its rest a trouble is remembered, although nothing has gone since: twice the longest rest.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FullPace = TimeSpan.FromMilliseconds(2);
    private const double Quicker = 0.98;

    /// <summary>So many refusals running are the domain's: fewer, with messages taken between them, are their recipients'.</summary>
    private const int Running = 3;

    private readonly Lock _gate = new();
    private readonly DomainPlan _plan = new();
    private readonly Spacing _slow = new();
    private TimeSpan _slowInterval;
    private DomainTrouble? _trouble;
    private int _refused;

    /// <summary>What stands in the way; null where nothing does.</summary>
    internal DomainTrouble? Trouble(DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return _trouble;
        }
    }

    /// <summary>How long until a message that is claimed may go; zero where it may now. Nothing is taken for it.</summary>
    /// <param name="isNew">Whether it is claimed for the first time, and so stands behind all that have a place.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="now">The time.</param>
    internal TimeSpan Wait(bool isNew, Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return Ahead(isNew, lane, now);
        }
    }

    /// <summary>Whether a connection of the relay may take a message now.</summary>
    /// <param name="hasTurn">Whether its turn was taken when it was claimed.</param>
    /// <param name="now">The time.</param>
    internal bool LetsIn(bool hasTurn, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return _trouble is null || (hasTurn ? _trouble.Until : Free(now)) <= now;
        }
    }

    /// <summary>A message has been claimed that goes through this relay.</summary>
    internal void Take(bool isNew, Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_trouble is null)
                return;
            _slow.Reserve(now, _slowInterval);
            if (isNew)
                _plan.Reserve(lane, now, _slowInterval);
        }
    }

    /// <summary>A message has been claimed: its place, where it has to wait.</summary>
    /// <param name="isNew">Whether it is claimed for the first time.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null where it may go.</returns>
    internal DomainWait? Plan(bool isNew, Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return _trouble is { } trouble && Ahead(isNew, lane, now) > TimeSpan.Zero ? Planned(trouble, lane, now) : null;
        }
    }

    /// <summary>
    /// Another relay may carry a claimed message, and has enough to do for now. Bulk mail waits as if there were none: looked
    /// at again and again, it would be most of what is written. Whoever waits for a message does not wait for that.
    /// </summary>
    /// <returns>Null where the relay has recovered meanwhile: nothing stands in the way.</returns>
    internal DomainWait? Later(Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            if (_trouble is not { } trouble)
                return null;
            return lane == Lane.Transactional ? new DomainWait(now + Soon, Reason(trouble)) : Planned(trouble, lane, now);
        }
    }

    /// <summary>A connection of the relay is about to take a message.</summary>
    /// <param name="hasTurn">Whether its turn was taken when it was claimed.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when it may.</returns>
    internal DomainWait? Enter(bool hasTurn, Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!LetsIn(hasTurn, now) && _trouble is { } trouble)
                return Planned(trouble, lane, now);
            if (!hasTurn && _trouble is not null)
                _slow.Reserve(now, _slowInterval);
            return null;
        }
    }

    /// <summary>The domain took a message: the pace recovers.</summary>
    internal void Accepted()
    {
        lock (_gate)
        {
            _refused = 0;
            if (_slowInterval == TimeSpan.Zero)
                return;
            _slowInterval *= Quicker;
            if (_slowInterval < FullPace)
                (_slowInterval, _trouble) = (TimeSpan.Zero, null);
        }
    }

    /// <summary>The domain refused a message in the words of one that asks for patience.</summary>
    /// <returns>Null while this may be the recipient's matter alone.</returns>
    internal DomainTrouble? Refused(string reason, DateTimeOffset now, double random)
    {
        lock (_gate)
        {
            Forget(now);
            return ++_refused < Running && _trouble is null ? null : Throttled(reason, now, random);
        }
    }

    /// <summary>The domain asked for patience.</summary>
    internal DomainTrouble Throttled(string reason, DateTimeOffset now, double random)
    {
        lock (_gate)
        {
            // Messages that are refused together are one request.
            if (_trouble is { } trouble && trouble.Until > now)
                return trouble;
            var times = (_trouble?.Times ?? 0) + 1;
            _slowInterval = FirstPace;
            return _trouble = new DomainTrouble(route, domain, reason, times, now + RetrySchedule.OfDomain(times, random));
        }
    }

    // Who refuses again after that begins anew: what was heard weeks ago neither slows anybody nor makes a rest longer.
    private void Forget(DateTimeOffset now)
    {
        if (_trouble is { } trouble && trouble.Until + Memory <= now)
            (_trouble, _slowInterval, _refused) = (null, TimeSpan.Zero, 0);
    }

    // When one may go, as far as those are concerned that have gone.
    private DateTimeOffset Free(DateTimeOffset now) => _trouble?.Until is { } until && until > now ? until : _slow.Due(now);

    private TimeSpan Ahead(bool isNew, Lane lane, DateTimeOffset now)
    {
        if (_trouble is null)
            return TimeSpan.Zero;
        var free = Free(now);
        return (isNew && _plan.Due(lane, now) is var next && next > free ? next : free) - now;
    }

    private DomainWait Planned(DomainTrouble trouble, Lane lane, DateTimeOffset now)
    {
        _plan.NotBefore(lane, Free(now));
        return new DomainWait(_plan.Estimate(lane, now, _slowInterval, from: Free(now)), Reason(trouble));
    }

    private string Reason(DomainTrouble trouble) => DeliveryExplanations.DomainPatience.Of(domain, route, trouble.Reason);
}
