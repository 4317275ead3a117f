using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// What a sender has claimed and no connection has taken yet, a line for each lane; the transactional one goes first.
/// Short, so that a lease seldom ends in it. Where there are several routes, each has lines for what the others cannot carry.
/// </summary>
internal sealed class ClaimedQueue
{
    private readonly Lanes _forAll;
    private readonly Dictionary<string, Lanes> _forOne;

    internal ClaimedQueue(IReadOnlyList<IMailRoute> routes)
    {
        var connections = routes.Sum(route => route.Connections);
        _forAll = new Lanes(connections);
        // Without another there is nothing to leave, and nothing to look at for each message.
        _forOne = routes.Count < 2 ? [] : routes.Distinct().ToDictionary(route => route.Name, route => new Lanes(route.Connections));
    }

    /// <summary>Adds one, and waits while its line is full.</summary>
    internal ValueTask PutAsync(Lane lane, ClaimedDelivery delivery, CancellationToken cancellationToken) =>
        _forAll.Of(lane).PutAsync(delivery, cancellationToken);

    /// <summary>Whether a route has a line of its own: without another there is none.</summary>
    internal bool HasLineFor(IMailRoute route) => _forOne.ContainsKey(route.Name);

    /// <summary>Leaves one to a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="delivery">The one.</param>
    /// <param name="most">How many the route's pace lets wait for it.</param>
    /// <returns>False when it has enough of them.</returns>
    internal bool TryPutFor(IMailRoute route, ClaimedDelivery delivery, int most)
    {
        var own = _forOne[route.Name].Of(delivery.Lane);
        return own.Count < most && own.TryPut(delivery);
    }

    /// <summary>Waits until a route's own line is half empty.</summary>
    internal Task RoomForAsync(IMailRoute route, Lane lane, CancellationToken cancellationToken) => _forOne[route.Name].Of(lane).RoomAsync(cancellationToken);

    /// <summary>How many wait in a line that is for all.</summary>
    internal int Count(Lane lane) => _forAll.Of(lane).Count;

    /// <summary>How many wait in a lane, for all routes or for one.</summary>
    internal int CountAll(Lane lane) => _forOne.Values.Prepend(_forAll).Sum(lanes => lanes.Of(lane).Count);

    /// <summary>Whether something in a lane was left to a route.</summary>
    internal bool HasFor(IMailRoute route, Lane lane) => _forOne.TryGetValue(route.Name, out var own) && own.Of(lane).Count > 0;

    /// <summary>Takes a route's next one, if there is one.</summary>
    /// <param name="route">The route.</param>
    /// <param name="transactionalOnly">Only from the transactional lane.</param>
    /// <param name="leftOnly">Only what was left to the route.</param>
    /// <param name="delivery">The one.</param>
    internal bool TryTake(IMailRoute route, bool transactionalOnly, bool leftOnly, [NotNullWhen(true)] out ClaimedDelivery? delivery)
    {
        delivery = null;
        return (_forOne.TryGetValue(route.Name, out var own) && own.TryTake(transactionalOnly, out delivery))
            || (!leftOnly && _forAll.TryTake(transactionalOnly, out delivery));
    }

    /// <summary>Takes the next one that any route may carry and nobody waits for, if there is one.</summary>
    internal bool TryTakeBulk([NotNullWhen(true)] out ClaimedDelivery? delivery) => _forAll.Of(Lane.Bulk).TryTake(out delivery);

    /// <summary>Puts a bulk delivery back that was taken, however full its line is.</summary>
    /// <returns>False when nothing more comes.</returns>
    internal bool TryPutBack(ClaimedDelivery delivery) => _forAll.Of(Lane.Bulk).TryPutBack(delivery);

    /// <summary>Takes all that is left in it.</summary>
    internal IEnumerable<ClaimedDelivery> TakeAll()
    {
        foreach (var lanes in _forOne.Values.Prepend(_forAll))
            while (lanes.TryTake(transactionalOnly: false, out var delivery))
                yield return delivery;
    }

    /// <summary>Waits until there may be one for a route.</summary>
    /// <returns>False when no more will come.</returns>
    internal async Task<bool> WaitAsync(IMailRoute route, bool transactionalOnly, CancellationToken cancellationToken)
    {
        IEnumerable<Line> lines = _forAll.Lines(transactionalOnly);
        if (_forOne.TryGetValue(route.Name, out var own))
            lines = lines.Concat(own.Lines(transactionalOnly));

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(lines.Select(line => line.WaitAsync(enough.Token)));
        await enough.CancelAsync();
        return await first;
    }

    /// <summary>Nothing more comes.</summary>
    internal void Complete()
    {
        foreach (var lanes in _forOne.Values.Prepend(_forAll))
            foreach (var line in lanes.Lines(transactionalOnly: false))
                line.Complete();
    }

    private sealed class Lanes(int connections)
    {
        private readonly Line _transactional = new(connections);
        private readonly Line _bulk = new(Math.Max(2 * connections, 32));

        internal Line Of(Lane lane) => lane == Lane.Transactional ? _transactional : _bulk;

        internal IEnumerable<Line> Lines(bool transactionalOnly) => transactionalOnly ? [_transactional] : [_transactional, _bulk];

        internal bool TryTake(bool transactionalOnly, [NotNullWhen(true)] out ClaimedDelivery? delivery) =>
            _transactional.TryTake(out delivery) || (!transactionalOnly && _bulk.TryTake(out delivery));
    }

    /// <summary>One lane. Who fills it is woken when it is half empty: once for each place costs a change of threads per message.</summary>
    private sealed class Line(int length)
    {
        private readonly Channel<ClaimedDelivery> _waiting = Channel.CreateUnbounded<ClaimedDelivery>();
        private TaskCompletionSource? _room;

        internal int Count => _waiting.Reader.Count;

        internal async ValueTask PutAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
        {
            if (Count >= length)
                await RoomAsync(cancellationToken);
            await _waiting.Writer.WriteAsync(delivery, cancellationToken);
        }

        internal bool TryPut(ClaimedDelivery delivery) => Count < length && _waiting.Writer.TryWrite(delivery);

        internal bool TryPutBack(ClaimedDelivery delivery) => _waiting.Writer.TryWrite(delivery);

        internal bool TryTake([NotNullWhen(true)] out ClaimedDelivery? delivery)
        {
            if (!_waiting.Reader.TryRead(out delivery))
                return false;
            if (IsHalfEmpty)
                Interlocked.Exchange(ref _room, null)?.TrySetResult();
            return true;
        }

        internal Task<bool> WaitAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken).AsTask();

        internal void Complete() => _waiting.Writer.Complete();

        internal async Task RoomAsync(CancellationToken cancellationToken)
        {
            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _room, room);
            // The last may have been taken before this could be seen.
            if (IsHalfEmpty)
                return;
            await room.Task.WaitAsync(cancellationToken);
        }

        private bool IsHalfEmpty => Count <= length / 2;
    }
}
