using System.Collections.Concurrent;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Whether a route has room for all of its connections. One that is turned away while others are inside is one too many: it stays
/// away for a while that grows from time to time, and the others go on. Of this process.
/// </summary>
internal sealed class RouteRoom(TimeProvider clock)
{
    // Each is written by its own connection only.
    private readonly ConcurrentDictionary<object, Place> _places = new();

    /// <summary>How long a connection still stays away; null where it need not.</summary>
    internal TimeSpan? Rest(object connection) =>
        _places.TryGetValue(connection, out var place) && place.AwayUntil - clock.GetUtcNow() is { } rest && rest > TimeSpan.Zero ? rest : null;

    /// <summary>The route has let a connection in.</summary>
    internal void Entered(string route, object connection)
    {
        if (!_places.TryGetValue(connection, out var place) || !place.IsInside)
            _places[connection] = new Place(route, IsInside: true, Refusals: 0, DateTimeOffset.MinValue);
    }

    /// <summary>A connection was lost.</summary>
    internal void Left(object connection) => _places.TryRemove(connection, out _);

    /// <summary>A connection was turned away, in the server's words.</summary>
    /// <returns>Until when it stays away; null when no other is inside, so that it says something about the route.</returns>
    internal DateTimeOffset? Refused(string route, object connection, double random)
    {
        _places.TryRemove(connection, out var before);
        if (!_places.Any(other => other.Value.IsInside && other.Value.Route == route))
            return null;

        var refusals = (before?.Refusals ?? 0) + 1;
        var until = clock.GetUtcNow() + RetrySchedule.OfRelay(refusals, random);
        _places[connection] = new Place(route, IsInside: false, refusals, until);
        return until;
    }

    /// <summary>An idle connection leaves its place to one that stays away: closed, it makes room.</summary>
    /// <returns>Whether it has to close.</returns>
    internal bool GivesWay(string route, object connection) =>
        _places.TryGetValue(connection, out var place) && place.IsInside
        && _places.Any(other => other.Value.Route == route && other.Value.AwayUntil > clock.GetUtcNow())
        && _places.TryRemove(connection, out _);

    /// <param name="Route">Of which route.</param>
    /// <param name="IsInside">Whether it was let in, and not lost since.</param>
    /// <param name="Refusals">How many times running it was not.</param>
    /// <param name="AwayUntil">Until when it stays away then.</param>
    private sealed record Place(string Route, bool IsInside, int Refusals, DateTimeOffset AwayUntil);
}
