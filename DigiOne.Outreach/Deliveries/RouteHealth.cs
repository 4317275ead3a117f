using System.Collections.Concurrent;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Which routes are to be left alone for a while, and why. Of this process; the page shows it.</summary>
internal sealed class RouteHealth(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, RouteTrouble> _troubles = new();

    /// <summary>Routes in trouble now.</summary>
    internal IReadOnlyCollection<RouteTrouble> Troubles => [.. _troubles.Values.OrderBy(trouble => trouble.Route)];

    /// <summary>Why and how long a route is to be left alone; null when it may be tried.</summary>
    internal RouteTrouble? Pause(string route) =>
        _troubles.TryGetValue(route, out var trouble) && trouble.Until > clock.GetUtcNow() ? trouble : null;

    /// <summary>Whether none of these may be tried now.</summary>
    internal bool AllPause(IEnumerable<Mail.IMailRoute> routes) => routes.All(route => Pause(route.Name) is not null);

    /// <summary>The route took a message.</summary>
    internal void Recovered(string route) => _troubles.TryRemove(route, out _);

    /// <summary>The route as a whole could not be used.</summary>
    /// <returns>The trouble as it now stands, with the pause to keep.</returns>
    internal RouteTrouble Failed(string route, string reason, double random)
    {
        var now = clock.GetUtcNow();
        return _troubles.AddOrUpdate(
            route,
            _ => new RouteTrouble(route, reason, 1, now + RetrySchedule.OfRelay(1, random)),
            // Connections that fail together are one failure.
            (_, trouble) => trouble.Until > now ? trouble with { Reason = reason }
                : new RouteTrouble(route, reason, trouble.Failures + 1, now + RetrySchedule.OfRelay(trouble.Failures + 1, random)));
    }
}

/// <summary>A route that could not be used.</summary>
/// <param name="Route">Its name.</param>
/// <param name="Reason">What it answered, or what stood in the way.</param>
/// <param name="Failures">How many times running.</param>
/// <param name="Until">When it is tried again.</param>
internal sealed record RouteTrouble(string Route, string Reason, int Failures, DateTimeOffset Until);
