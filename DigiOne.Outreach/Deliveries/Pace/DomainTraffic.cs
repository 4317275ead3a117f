using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The traffic to one recipient domain. A message that is not to go yet gets a place in the domain's plan, once, and comes
/// back at its time; whether it then goes is decided by what has really gone, so that a plan that was slept through is no
/// burst. One that comes too late for its place gets another.
/// </summary>
internal sealed class DomainTraffic(string domain, DomainOptions? limits, CountNodes nodes)
{
    /// <summary>How late a message may come for its place without losing it.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead is planned while the pace is only an estimate.</summary>
    internal static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    /// <summary>How long after its rest a trouble is remembered, although nothing has gone since: twice the longest rest.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstPace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FullPace = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan BeyondHorizon = TimeSpan.FromMilliseconds(20);
    private const double Quicker = 0.98;

    /// <summary>So many refusals running are the domain's: fewer, with messages taken between them, are their recipients'.</summary>
    private const int Running = 3;

    private readonly Lock _gate = new();
    private readonly (Rate Rate, Spacing Gone)[] _rates = [.. Rate.Of(limits?.PerMinute, limits?.PerHour).Select(rate => (rate, new Spacing()))];
    private readonly Dictionary<Lane, Spacing> _plans = Enum.GetValues<Lane>().ToDictionary(lane => lane, _ => new Spacing());
    private readonly Spacing _slow = new();
    private readonly Spacing _later = new();
    private TimeSpan _slowInterval;
    private TimeSpan _usualTime = TimeSpan.FromMilliseconds(100);
    private int _underWay;
    private DomainTrouble? _trouble;
    private int _refused;

    /// <summary>What stands in the way; null where nothing but the configured limits does.</summary>
    internal DomainTrouble? Trouble(DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return _trouble;
        }
    }

    /// <summary>Whether nothing of it needs to be remembered.</summary>
    internal bool IsIdle(DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            return _trouble is null && _underWay == 0 && _plans.Values.All(plan => plan.Due(now) == now)
                && _rates.All(rate => rate.Gone.Due(now) == now);
        }
    }

    /// <summary>A message has been claimed.</summary>
    /// <param name="isNew">Whether it is claimed for the first time, and so has no place yet.</param>
    /// <param name="lane">Its lane: one that somebody waits for does not stand behind bulk mail.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when it may go now.</returns>
    internal DomainWait? Place(bool isNew, Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(now);
            var plan = _plans[lane];
            if (_trouble?.Until > now || (isNew && plan.Due(now) > now))
                return Plan(lane, now);

            var wait = _rates.Select(rate => rate.Gone.Wait(now, rate.Rate.Tolerance(lane, Tolerance))).Append(SlowWait(now)).Max();
            if (wait > TimeSpan.Zero)
            {
                plan.NotBefore(now + wait);
                return Plan(lane, now);
            }

            foreach (var (rate, gone) in _rates)
                gone.Take(now, rate.Interval(nodes()), rate.Tolerance(lane, Tolerance));
            if (_slowInterval > TimeSpan.Zero)
                _slow.Reserve(now, _slowInterval);
            if (isNew)
                plan.Reserve(now, Interval);
            return null;
        }
    }

    /// <summary>A connection is about to take a message.</summary>
    /// <returns>Null when it may; it then says when it has <see cref="Left"/>.</returns>
    internal DomainWait? Enter(Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_trouble?.Until > now || _underWay >= limits?.Connections)
                return Plan(lane, now + (_underWay >= limits?.Connections ? Interval : TimeSpan.Zero));
            _underWay++;
            return null;
        }
    }

    /// <summary>A message's transaction has ended, after this long.</summary>
    internal void Left(TimeSpan took)
    {
        lock (_gate)
        {
            // Before its first trouble, one without limits counts nobody in.
            _underWay = Math.Max(0, _underWay - 1);
            _usualTime = (_usualTime * 0.9) + (took * 0.1);
        }
    }

    /// <summary>It took a message: its pace recovers.</summary>
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

    /// <summary>It refused a message in the words of one that asks for patience.</summary>
    /// <returns>Null while this may be the recipient's matter alone.</returns>
    internal DomainTrouble? Refused(string reason, DateTimeOffset now, double random)
    {
        lock (_gate)
        {
            Forget(now);
            return ++_refused < Running && _trouble is null ? null : Throttled(reason, now, random);
        }
    }

    /// <summary>It asked for patience.</summary>
    internal DomainTrouble Throttled(string reason, DateTimeOffset now, double random)
    {
        lock (_gate)
        {
            // Messages that are refused together are one request.
            if (_trouble is { } trouble && trouble.Until > now)
                return trouble;
            var times = (_trouble?.Times ?? 0) + 1;
            _slowInterval = FirstPace;
            return _trouble = new DomainTrouble(domain, reason, times, now + RetrySchedule.OfDomain(times, random));
        }
    }

    /// <summary>Places up to this time have been given out by an earlier process.</summary>
    internal void Resume(DateTimeOffset last)
    {
        lock (_gate)
            _plans[Lane.Bulk].NotBefore(last + Interval);
    }

    // Who refuses again after that begins anew: what was heard weeks ago neither slows anybody nor makes a rest longer.
    private void Forget(DateTimeOffset now)
    {
        if (_trouble is { } trouble && trouble.Until + Memory <= now)
            (_trouble, _slowInterval, _refused) = (null, TimeSpan.Zero, 0);
    }

    private TimeSpan SlowWait(DateTimeOffset now) => _slowInterval > TimeSpan.Zero ? _slow.Wait(now, TimeSpan.Zero) : TimeSpan.Zero;

    // The pace that is planned with: the slowest of the configured ones, the learned one, and what the wire allows.
    private TimeSpan Interval
    {
        get
        {
            var wire = limits?.Connections is { } connections ? _usualTime / connections : TimeSpan.Zero;
            return _rates.Select(rate => rate.Rate.Interval(nodes())).Append(_slowInterval).Append(wire).Max();
        }
    }

    private DomainWait Plan(Lane lane, DateTimeOffset now)
    {
        var plan = _plans[lane];
        if (_trouble is { } trouble)
            plan.NotBefore(trouble.Until);
        var isEstimate = _trouble is not null || limits?.Connections is not null;
        if (isEstimate && plan.Due(now) > Furthest(now))
        {
            _later.NotBefore(Furthest(now));
            return new DomainWait(_later.Reserve(now, BeyondHorizon), Reason);
        }

        return new DomainWait(plan.Reserve(now, Interval), Reason);
    }

    private DateTimeOffset Furthest(DateTimeOffset now) => (_trouble?.Until > now ? _trouble.Until : now) + Horizon;

    private string Reason => _trouble is { } trouble
        ? DeliveryExplanations.DomainPatience.Of(domain, trouble.Reason)
        : DeliveryExplanations.DomainRate.Of(domain);
}
