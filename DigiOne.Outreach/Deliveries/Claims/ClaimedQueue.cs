using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// What a sender has claimed and no connection has taken yet, a line for each lane; the transactional one goes first.
/// Short, so that a lease seldom ends in it.
/// </summary>
internal sealed class ClaimedQueue(int connections)
{
    private readonly Line _transactional = new(connections);
    private readonly Line _bulk = new(Math.Max(2 * connections, 32));

    /// <summary>Adds one, and waits while its line is full.</summary>
    internal ValueTask PutAsync(Lane lane, ClaimedDelivery delivery, CancellationToken cancellationToken) =>
        Of(lane).PutAsync(delivery, cancellationToken);

    /// <summary>How many wait in a line.</summary>
    internal int Count(Lane lane) => Of(lane).Count;

    /// <summary>Takes the next one, if there is one.</summary>
    internal bool TryTake(bool transactionalOnly, [NotNullWhen(true)] out ClaimedDelivery? delivery)
    {
        if (_transactional.TryTake(out delivery))
            return true;
        return !transactionalOnly && _bulk.TryTake(out delivery);
    }

    /// <summary>Waits until there may be one.</summary>
    /// <returns>False when no more will come.</returns>
    internal async Task<bool> WaitAsync(bool transactionalOnly, CancellationToken cancellationToken)
    {
        if (transactionalOnly)
            return await _transactional.WaitAsync(cancellationToken);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(_transactional.WaitAsync(enough.Token), _bulk.WaitAsync(enough.Token));
        await enough.CancelAsync();
        return await first;
    }

    /// <summary>Nothing more comes.</summary>
    internal void Complete()
    {
        _transactional.Complete();
        _bulk.Complete();
    }

    private Line Of(Lane lane) => lane == Lane.Transactional ? _transactional : _bulk;

    /// <summary>One lane. Who fills it is woken when it is half empty: once for each place costs a change of threads per message.</summary>
    private sealed class Line(int length)
    {
        private readonly Channel<ClaimedDelivery> _waiting = Channel.CreateUnbounded<ClaimedDelivery>(new UnboundedChannelOptions { SingleWriter = true });
        private TaskCompletionSource? _room;

        internal int Count => _waiting.Reader.Count;

        internal async ValueTask PutAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
        {
            if (Count >= length)
                await RoomAsync(cancellationToken);
            await _waiting.Writer.WriteAsync(delivery, cancellationToken);
        }

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

        private bool IsHalfEmpty => Count <= length / 2;

        private async Task RoomAsync(CancellationToken cancellationToken)
        {
            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _room, room);
            // The last may have been taken before this could be seen.
            if (IsHalfEmpty)
                return;
            await room.Task.WaitAsync(cancellationToken);
        }
    }
}
