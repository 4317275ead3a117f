using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Divides a sender's bulk mail among its routes by their weights, while they are well and can keep up. Each message moves a
/// route on by one over its weight; who is ahead of another by more than its connections waits for it.
/// </summary>
internal sealed class RouteShare(IReadOnlyList<IMailRoute> routes, RouteHealth health, TimeProvider clock)
{
    /// <summary>How long the others wait for a route that does not come for its next message, because it hangs in the last.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<IMailRoute, Part> _parts = routes.Where(route => route.Weight > 0).Distinct().ToDictionary(route => route, _ => new Part());
    private TaskCompletionSource _moved = NewSource();

    /// <summary>Ends when a route has moved on from now: taken before one asks, so that nothing falls between.</summary>
    internal Task Moved => Volatile.Read(ref _moved).Task;

    /// <inheritdoc cref="RouteHealth.MayCarry"/>
    internal bool MayCarry(IMailRoute route) => health.MayCarry(route, routes);

    /// <summary>Takes the route's turn for one message.</summary>
    /// <param name="route">The route.</param>
    /// <param name="outOfTurn">For one that no other can carry: it counts, and waits for nobody.</param>
    /// <returns>False when it is another's turn.</returns>
    internal bool Take(IMailRoute route, bool outOfTurn = false)
    {
        if (_parts.Count < 2 || !_parts.TryGetValue(route, out var mine))
            return true;

        lock (_gate)
        {
            var now = clock.GetUtcNow();
            mine.SeenAt = now;
            mine.HeldUntil = default;
            var ahead = Others(route, now);
            // Who comes back begins where the others are, and makes up for nothing.
            if (!mine.IsRacing && ahead is { } first && mine.Place < first)
                mine.Place = first;
            mine.IsRacing = true;
            if (!outOfTurn && ahead is { } least && mine.Place - least >= (double)route.Connections / route.Weight)
                return false;
            mine.Place += 1.0 / route.Weight;
        }

        Interlocked.Exchange(ref _moved, NewSource()).SetResult();
        return true;
    }

    /// <summary>Takes one that was left to the route, and waits for nobody.</summary>
    /// <returns>Whether it counts as a turn: where a domain's rest at another route is the reason it does not.</returns>
    internal bool TakeOutOfTurn(IMailRoute route, ClaimedDelivery left)
    {
        if (left.NotBy.Count > 0)
            return Take(route, outOfTurn: true);
        StepAside(route);
        return false;
    }

    /// <summary>
    /// The route takes one because a domain rests at another. It waits for nobody and counts as no turn, or the other would make
    /// up for all of them once the domain's rest ends; and while the route is busy with such, nobody waits for it.
    /// </summary>
    internal void StepAside(IMailRoute route)
    {
        if (!_parts.TryGetValue(route, out var mine))
            return;
        lock (_gate)
        {
            if (!mine.IsRacing)
                return;
            mine.IsRacing = false;
        }

        Interlocked.Exchange(ref _moved, NewSource()).SetResult();
    }

    /// <summary>Gives back a turn for which there was no message.</summary>
    internal void GiveBack(IMailRoute route)
    {
        if (_parts.Count > 1 && _parts.TryGetValue(route, out var mine))
            lock (_gate)
                mine.Place -= 1.0 / route.Weight;
    }

    /// <summary>The route's own pace holds it until then: nobody waits for it.</summary>
    internal void Hold(IMailRoute route, DateTimeOffset until)
    {
        if (_parts.TryGetValue(route, out var mine))
            lock (_gate)
                mine.HeldUntil = until;
    }

    /// <summary>A connection of the route waits for messages, until the returned is disposed.</summary>
    internal IDisposable Waits(IMailRoute route)
    {
        Change(route, 1);
        return new Wait(() => Change(route, -1));
    }

    private void Change(IMailRoute route, int change)
    {
        if (_parts.TryGetValue(route, out var mine))
            lock (_gate)
                mine.Waiting += change;
    }

    // Where the hindmost of the others is that could take the next message.
    private double? Others(IMailRoute route, DateTimeOffset now)
    {
        double? least = null;
        foreach (var (other, part) in _parts)
        {
            if (other == route)
                continue;
            part.IsRacing &= health.IsWell(other.Name) && part.HeldUntil <= now && (part.Waiting > 0 || now - part.SeenAt < Patience);
            if (part.IsRacing && (least is null || part.Place < least))
                least = part.Place;
        }

        return least;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Wait(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Part
    {
        internal double Place { get; set; }

        internal bool IsRacing { get; set; }

        internal int Waiting { get; set; }

        internal DateTimeOffset SeenAt { get; set; }

        internal DateTimeOffset HeldUntil { get; set; }
    }
}
