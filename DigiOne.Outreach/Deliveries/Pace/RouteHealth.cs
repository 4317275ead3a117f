using System.Collections.Concurrent;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Which routes are to be left alone for a while, and why. Of this process; the page shows it. A pause runs to its end,
/// whatever others still hear; then one connection tries the route, and the others follow when it has succeeded. A route that
/// has done what it may on a day works, and rests from bulk mail only.
/// </summary>
internal sealed class RouteHealth(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, RouteTrouble> _troubles = new();
    private readonly ConcurrentDictionary<string, RouteTrouble> _rests = new();

    // Routes that have answered since they last failed, with the message that they dropped since their last answer.
    private readonly ConcurrentDictionary<string, DeliveryId?> _answering = new();

    /// <summary>Routes in trouble now, or resting.</summary>
    internal IReadOnlyCollection<RouteTrouble> Troubles =>
        [.. _rests.Keys.Except(_troubles.Keys).Select(Resting).OfType<RouteTrouble>().Concat(_troubles.Values).OrderBy(trouble => trouble.Route)];

    /// <summary>Whether a route has answered for a message since this process started, and has not failed since.</summary>
    internal bool HasAnswered(string route) => _answering.ContainsKey(route);

    /// <summary>Whether a route failed and has not answered since, be it left alone for now or tried again.</summary>
    internal bool IsFailing(string route) => _troubles.ContainsKey(route);

    /// <summary>Why and how long a route is to be left alone; null when it may be tried.</summary>
    internal RouteTrouble? Pause(string route) =>
        _troubles.TryGetValue(route, out var trouble) && trouble.Until > clock.GetUtcNow() ? trouble : null;

    /// <summary>Why and how long a route, which is to be left alone or not, rests from bulk mail; null when it does not.</summary>
    internal RouteTrouble? Resting(string route) => _rests.TryGetValue(route, out var rest) && rest.Until > clock.GetUtcNow() ? rest : null;

    /// <summary>Where none of these may be tried now by a lane: the one that may be tried first; otherwise null.</summary>
    internal RouteTrouble? AllPause(IEnumerable<IMailRoute> routes, Lane lane)
    {
        RouteTrouble? first = null;
        foreach (var route in routes)
        {
            if ((Pause(route.Name) ?? (lane == Lane.Bulk ? Resting(route.Name) : null)) is not { } pause)
                return null;
            if (first is null || pause.Until < first.Until)
                first = pause;
        }

        return first;
    }

    /// <summary>Those of a sender's routes that carry mail of a lane now.</summary>
    internal IReadOnlyList<IMailRoute> Carriers(IReadOnlyList<IMailRoute> routes, Lane lane) =>
        [.. routes.Where(route => MayCarry(route, routes) && AllPause([route], lane) is null)];

    /// <summary>The same without those of which it is not known whether they work again.</summary>
    internal IReadOnlyList<IMailRoute> Working(IReadOnlyList<IMailRoute> routes, Lane lane) =>
        [.. Carriers(routes, lane).Where(route => !IsFailing(route.Name))];

    /// <summary>Whether those of a sender's routes that carry mail of a lane now are all being tried again, by one connection each.</summary>
    internal bool AreTried(IReadOnlyList<IMailRoute> routes, Lane lane) =>
        Carriers(routes, lane) is { Count: > 0 } carriers && carriers.All(route => _troubles.ContainsKey(route.Name));

    /// <summary>Whether one of a sender's routes may carry mail at all: one of weight 0 only while all others are in trouble.</summary>
    internal bool MayCarry(IMailRoute route, IReadOnlyList<IMailRoute> routes) =>
        route.Weight > 0 || routes.All(other => other.Weight == 0 || !IsWell(other.Name));

    /// <summary>Whether a route is in no trouble, neither left alone nor being tried again, and does not rest.</summary>
    internal bool IsWell(string route) => !_troubles.ContainsKey(route) && Resting(route) is null;

    /// <summary>
    /// Whether a connection may use the route: while it is well; after a pause, the first that asks, until it has
    /// <see cref="Leave"/>-d again.
    /// </summary>
    internal bool Enter(string route, object connection)
    {
        while (_troubles.TryGetValue(route, out var trouble))
        {
            if (trouble.TriedBy == connection)
                return true;
            if (trouble.Until > clock.GetUtcNow() || trouble.TriedBy is not null)
                return false;
            if (_troubles.TryUpdate(route, trouble with { TriedBy = connection }, trouble))
                return true;
        }

        return true;
    }

    /// <summary>A connection that had entered is done, with or without a try.</summary>
    internal void Leave(string route, object connection)
    {
        while (_troubles.TryGetValue(route, out var trouble) && trouble.TriedBy == connection)
            if (_troubles.TryUpdate(route, trouble with { TriedBy = null }, trouble))
                return;
    }

    /// <summary>The route answered for a message: took it, or said what is wrong with it.</summary>
    internal void Answered(string route, object connection)
    {
        if (!_answering.TryGetValue(route, out var dropped) || dropped is not null)
            _answering[route] = null;
        if (_troubles.TryGetValue(route, out var trouble) && trouble.TriedBy == connection)
            _troubles.TryRemove(KeyValuePair.Create(route, trouble));
    }

    /// <summary>
    /// The route dropped a message. Whether it is otherwise well: in no trouble, and it has dropped no other since it last
    /// answered for one.
    /// </summary>
    internal bool DroppedOnly(string route, DeliveryId delivery) =>
        !_troubles.ContainsKey(route) && _answering.TryGetValue(route, out var dropped)
        && (dropped == delivery || (dropped is null && _answering.TryUpdate(route, delivery, null)));

    /// <summary>The route has done what it may, and rests from bulk mail until this time.</summary>
    internal void Rest(string route, string reason, DateTimeOffset until) => _rests[route] = new RouteTrouble(route, reason, 0, until);

    /// <summary>The route as a whole could not be used.</summary>
    /// <returns>The trouble as it now stands, with the pause to keep.</returns>
    internal RouteTrouble Failed(string route, string reason, double random)
    {
        var now = clock.GetUtcNow();
        _answering.TryRemove(route, out _);
        return _troubles.AddOrUpdate(
            route,
            _ => new RouteTrouble(route, reason, 1, now + RetrySchedule.OfRelay(1, random)),
            // Connections that fail together are one failure.
            (_, trouble) => trouble.Until > now ? trouble with { Reason = reason }
                : new RouteTrouble(route, reason, trouble.Failures + 1, now + RetrySchedule.OfRelay(trouble.Failures + 1, random)));
    }
}
