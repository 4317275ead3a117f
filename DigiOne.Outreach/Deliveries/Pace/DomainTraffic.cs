using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The traffic to one recipient domain that has a limit, through whichever relays. A message that is not to go yet gets a
/// place in the domain's plan, once, and comes back at its time; whether it then goes is decided by what has really gone, so
/// that a plan that was slept through is no burst. One that comes too late for its place gets another. A place whose message
/// does not come is for one that has a later place.
/// </summary>
internal sealed class DomainTraffic(string domain, DomainOptions limits, CountNodes nodes)
{
    /// <summary>How late a message may come for its place without losing it.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>How much of its time may be made up for at once, and how long the wire stays empty before somebody is asked for.</summary>
    private static readonly TimeSpan Unclaimed = TimeSpan.FromSeconds(2);

    private const int MostUnclaimed = 400;

    /// <summary>How long whoever has a place may take to come for it: another sender's line looks four times a second.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly (Rate Rate, Spacing Gone)[] _rates = [.. Rate.Of(limits.PerMinute, limits.PerHour).Select(rate => (rate, new Spacing()))];
    private readonly DomainPlan _plan = new();
    private TimeSpan _usualTime = TimeSpan.FromMilliseconds(100);
    private int _underWay;
    private DateTimeOffset _lastUsed;

    /// <summary>Whether nothing of it needs to be remembered.</summary>
    internal bool IsIdle(DateTimeOffset now)
    {
        lock (_gate)
            return _underWay == 0 && _plan.IsEmpty(now) && _rates.All(rate => rate.Gone.Due(now) == now);
    }

    /// <summary>A message has been claimed.</summary>
    /// <param name="isNew">Whether it is claimed for the first time, and so has no place yet.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="now">The time.</param>
    /// <param name="turn">What it has taken of the limit, where it may go.</param>
    /// <param name="ahead">Its place, where it is claimed before that, and keeps it when it may not go.</param>
    /// <returns>Null when it may go now.</returns>
    internal DomainWait? Place(bool isNew, Lane lane, DateTimeOffset now, out DomainTurn? turn, DateTimeOffset? ahead = null)
    {
        turn = null;
        lock (_gate)
        {
            if (isNew && _plan.Due(lane, now) > now)
                return Plan(lane, now);

            var wait = _rates.Select(rate => rate.Gone.Wait(now, rate.Rate.Tolerance(lane, Tolerance))).Append(TimeSpan.Zero).Max();
            if (wait > TimeSpan.Zero && ahead is { } own)
                return Wait(own);
            if (wait > TimeSpan.Zero)
            {
                _plan.NotBefore(lane, now + wait);
                return Plan(lane, now);
            }

            turn = Take(lane, now);
            if (isNew)
                _plan.Reserve(lane, now, Interval);
            _lastUsed = now;
            return null;
        }
    }

    /// <summary>How many may go now that nobody has come for, although others have later places.</summary>
    internal int Unused(Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            // Where places are close together, who is overtaken goes within the tolerance.
            var grace = Interval > Tolerance ? Grace : TimeSpan.Zero;
            if (_plan.Due(lane, now) <= now || _rates.Any(rate => rate.Gone.Next + grace > now))
                return 0;
            // Places by the wire are an estimate: what comes late for them is no gap.
            if (limits.Connections is not null && (_underWay > 0 || now - _lastUsed < Unclaimed))
                return 0;
            return (int)Math.Clamp(Math.Ceiling(Unclaimed / Interval), 1, MostUnclaimed);
        }
    }

    /// <summary>A connection is about to take a message.</summary>
    /// <returns>Null when it may; it then says when it has <see cref="Left"/>.</returns>
    internal DomainWait? Enter(Lane lane, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_underWay >= limits.Connections)
                return Plan(lane, now + Interval);
            _underWay++;
            return null;
        }
    }

    /// <summary>A message's transaction has ended, after this long.</summary>
    internal void Left(TimeSpan took, DateTimeOffset now)
    {
        lock (_gate)
        {
            // One that was forgotten meanwhile counts nobody in.
            _underWay = Math.Max(0, _underWay - 1);
            _lastUsed = now;
            _usualTime = (_usualTime * 0.9) + (took * 0.1);
        }
    }

    /// <summary>Places up to this time have been given out by an earlier process.</summary>
    internal void Resume(DateTimeOffset last)
    {
        lock (_gate)
            _plan.NotBefore(Lane.Bulk, last + Interval);
    }

    private DomainTurn Take(Lane lane, DateTimeOffset now)
    {
        List<(Spacing Gone, DateTimeOffset Before, DateTimeOffset After)> taken = [];
        foreach (var (rate, gone) in _rates)
        {
            var before = gone.Next;
            gone.Take(now, rate.Interval(nodes()), rate.Tolerance(lane, Tolerance));
            taken.Add((gone, before, gone.Next));
        }

        return new DomainTurn(() =>
        {
            lock (_gate)
                foreach (var (gone, before, after) in taken)
                    gone.Undo(before, after);
        });
    }

    // The pace that is planned with: the slowest of the configured ones, and what the wire allows.
    private TimeSpan Interval
    {
        get
        {
            var wire = limits.Connections is { } connections ? _usualTime / connections : TimeSpan.Zero;
            return _rates.Select(rate => rate.Rate.Interval(nodes())).Append(wire).Max();
        }
    }

    private DomainWait Plan(Lane lane, DateTimeOffset now) =>
        Wait(limits.Connections is null ? _plan.Reserve(lane, now, Interval) : _plan.Estimate(lane, now, Interval, from: now));

    private DomainWait Wait(DateTimeOffset until) => new(until, DeliveryExplanations.DomainRate.Of(domain)) { IsPlace = true };
}
