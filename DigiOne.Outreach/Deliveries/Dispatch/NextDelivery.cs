using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Chooses one connection's next delivery: when its route is well and has room for it, when it is the route's turn among the
/// sender's, when the route's pace and day allow it, and when the recipient's domain does. One that somebody waits for goes
/// first, and although the day is used up.
/// </summary>
internal sealed class NextDelivery(
    MailSender sender, IMailRoute route, ClaimedQueue queue, Lane lane, RouteShare share, RouteHealth health, RouteRoom room,
    RelayPaces paces, WarmUps warmUps, DomainPace domains, Ledger ledger, Leases leases, TimeProvider clock)
{
    /// <summary>How often is looked at what gives no signal.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly bool _transactionalOnly = lane == Lane.Transactional;
    private readonly RelayPace? _pace = paces.Of(route);
    private readonly WarmUp? _warmUp = warmUps.Of(route.Name);
    private readonly TakenAhead _ahead = new(route, queue, share, health, domains, leases, clock);

    /// <summary>What the delivery that was found last has taken from the route's day, and whether it took the route's turn.</summary>
    private DayTurn _turn = DayTurn.Free;
    private bool _hasTurn;

    /// <summary>The next delivery, which entered its route and domain: the caller says when it is <see cref="Done"/>.</summary>
    /// <param name="mayWait">Whether to wait until there is one.</param>
    /// <param name="stoppingToken">Ends the waiting.</param>
    /// <returns>Null when there is none, or no more will come.</returns>
    internal async Task<ClaimedDelivery?> TakeAsync(bool mayWait, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var moved = share.Moved;
                var (found, wait) = await FindAsync(stoppingToken);
                if (found is not null && await EntersAsync(found))
                    return found;
                if (found is not null)
                {
                    GiveBack(found.Lane);
                    continue;
                }

                health.Leave(route.Name, this);
                if (!mayWait || !await WaitAsync(wait, moved, stoppingToken))
                    return null;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            health.Leave(route.Name, this);
            return null;
        }
        catch
        {
            health.Leave(route.Name, this);
            throw;
        }
    }

    /// <summary>Takes a bulk delivery while another is under way, where one is there and nothing counts or holds it. It has the next turn, and may still not go then.</summary>
    /// <remarks>A route with a pace or a warm-up has time to go step by step.</remarks>
    /// <returns>Null where there is none to be announced.</returns>
    internal ClaimedDelivery? TakeAhead() => _transactionalOnly || _pace is not null || _warmUp is not null ? null : _ahead.Take();

    /// <summary>Lets what was taken ahead go to another connection, where it has waited for long.</summary>
    internal void LetAheadGo() => _ahead.LetGo();

    /// <summary>What becomes of what the route cannot take now: another of the sender's takes it, or it is put off, so that its row says why.</summary>
    internal LedgerEntry PassOn(ClaimedDelivery delivery) =>
        health.AllPause(sender.Routes, delivery.Lane) is { } trouble ? JudgeHandOver.PutOff(delivery, trouble) : new LedgerEntry.Release(delivery);

    /// <summary>Leaves a delivery whose message the route cannot carry to another of the sender's.</summary>
    /// <returns>True when that has it; false when it has enough of them for now.</returns>
    internal bool TryLeave(ClaimedDelivery delivery, IMailRoute other) => queue.TryPutFor(other, delivery, paces.Most(other));

    /// <summary>A delivery that was taken is done, after this long.</summary>
    internal void Done(ClaimedDelivery delivery, TimeSpan took, bool wasSent)
    {
        if (!wasSent)
            GiveBackTurn();
        health.Leave(route.Name, this);
        domains.Left(delivery, took);
        _ahead.LastTook = took;
    }

    private async ValueTask<(ClaimedDelivery? Delivery, Waiting Wait)> FindAsync(CancellationToken stoppingToken)
    {
        _hasTurn = true;
        if (_ahead.Release() is { } ahead)
            return (await MayGoAsync(ahead, stoppingToken) ? ahead : null, Waiting.No);
        stoppingToken.ThrowIfCancellationRequested();
        if (room.Rest(this) is { } rest)
            return (null, new(rest));
        var leftOnly = !share.MayCarry(route);
        if (leftOnly && !queue.HasFor(route, Lane.Transactional) && (_transactionalOnly || !queue.HasFor(route, Lane.Bulk)))
            return (null, new(Look));
        if (!health.Enter(route.Name, this))
            return (null, await PutOffAsync(Lane.Transactional) ?? new(Look));

        var pause = _pace?.Take(Lane.Transactional) ?? TimeSpan.Zero;
        if (pause > TimeSpan.Zero)
            return (null, Held(pause));
        if (Fresh(transactionalOnly: true, leftOnly) is { } urgent)
            return (await CountedAsync(urgent), Waiting.No);
        _pace?.GiveBack();
        if (_transactionalOnly)
            return (null, Waiting.ForAny);
        if (health.Resting(route.Name) is not null)
            return (null, await PutOffAsync(Lane.Bulk) ?? new(Look) { Queue = Lane.Transactional });
        return await FindBulkAsync(leftOnly, stoppingToken);
    }

    private async ValueTask<bool> MayGoAsync(ClaimedDelivery ahead, CancellationToken stoppingToken)
    {
        if (!stoppingToken.IsCancellationRequested && health.Enter(route.Name, this))
            return true;
        GiveBack(ahead.Lane);
        await ledger.WriteAsync(PassOn(ahead));
        return false;
    }

    private async ValueTask<(ClaimedDelivery? Delivery, Waiting Wait)> FindBulkAsync(bool leftOnly, CancellationToken stoppingToken)
    {
        if (_warmUp is not null)
        {
            // Nothing is taken from the day for nobody.
            if (!queue.HasFor(route, Lane.Bulk) && (leftOnly || queue.Count(Lane.Bulk) == 0))
                return (null, Waiting.ForAny);
            _turn = await _warmUp.TakeAsync(Lane.Bulk, stoppingToken);
            if (!_turn.MayGo)
            {
                health.Rest(route.Name, DeliveryExplanations.WarmingUp.Of(_warmUp.LimitToday ?? 0), _warmUp.Midnight);
                return (null, Waiting.No);
            }
        }

        var (found, wait) = FindInTurn(leftOnly);
        if (found is null)
            GiveBackTurn();
        return (found, wait);
    }

    private (ClaimedDelivery? Delivery, Waiting Wait) FindInTurn(bool leftOnly)
    {
        var pause = _pace?.Take(Lane.Bulk) ?? TimeSpan.Zero;
        if (pause > TimeSpan.Zero)
            return (null, Held(pause) with { Queue = Lane.Transactional });
        if (queue.HasFor(route, Lane.Bulk) && Fresh(transactionalOnly: false, leftOnly: true) is { } left)
        {
            _hasTurn = share.TakeOutOfTurn(route, left);
            return (left, Waiting.No);
        }

        if (!share.Take(route))
        {
            _pace?.GiveBack();
            return (null, new(Look) { Queue = Lane.Transactional, ForShare = true });
        }

        if (Fresh(transactionalOnly: false, leftOnly) is { } next)
            return (next, Waiting.No);
        share.GiveBack(route);
        _pace?.GiveBack();
        return (null, Waiting.ForAny);
    }

    // Whoever waits for it does not wait for tomorrow.
    private async Task<ClaimedDelivery> CountedAsync(ClaimedDelivery urgent)
    {
        try
        {
            _turn = _warmUp is null ? DayTurn.Free : await _warmUp.TakeAsync(Lane.Transactional, CancellationToken.None);
            return urgent;
        }
        catch
        {
            await ledger.WriteAsync(new LedgerEntry.Release(urgent));
            throw;
        }
    }

    /// <returns>What to wait for next; null where a route works for the lane.</returns>
    private async Task<Waiting?> PutOffAsync(Lane lane)
    {
        if (health.AllPause(sender.Routes, lane) is null)
            return null;
        if (Fresh(_transactionalOnly, leftOnly: false) is not { } stuck)
            return Waiting.ForAny;
        await ledger.WriteAsync(PassOn(stuck));
        return Waiting.No;
    }

    private void GiveBack(Lane taken)
    {
        GiveBackTurn();
        _pace?.GiveBack();
        if (taken == Lane.Bulk && _hasTurn)
            share.GiveBack(route);
    }

    private void GiveBackTurn()
    {
        _warmUp?.GiveBack(_turn);
        _turn = DayTurn.Free;
    }

    private Waiting Held(TimeSpan pause)
    {
        share.Hold(route, clock.GetUtcNow() + pause);
        return new(pause);
    }

    private async Task<bool> EntersAsync(ClaimedDelivery delivery)
    {
        var elsewhere = domains.Elsewhere(delivery, route, () => health.Carriers(sender.Routes, delivery.Lane));
        if (elsewhere.Only is { } other && TryLeave(delivery, other))
            return false;
        if (((elsewhere.Only is null ? null : domains.Later(new(delivery, elsewhere))) ?? domains.Enter(delivery, route)) is not { } wait)
            return true;
        await ledger.WriteAsync(JudgeHandOver.PutOff(delivery, wait));
        return false;
    }

    // One whose lease has ended in the queue is another claim's by now, or soon.
    private ClaimedDelivery? Fresh(bool transactionalOnly, bool leftOnly)
    {
        while (queue.TryTake(route, transactionalOnly, leftOnly, out var next))
            if (leases.LetBegin(next, clock.GetUtcNow()))
                return next;
        return null;
    }

    /// <returns>False when no more will come.</returns>
    private async Task<bool> WaitAsync(Waiting wait, Task moved, CancellationToken stoppingToken)
    {
        if (wait == Waiting.ForAny)
        {
            // One that takes no bulk mail says nothing of its route's part in it: the others may hang in a message each.
            using var waits = _transactionalOnly ? null : share.Waits(route);
            return await queue.WaitAsync(route, _transactionalOnly, stoppingToken);
        }

        await wait.ToItsEndAsync(queue, route, moved, clock, stoppingToken);
        return true;
    }
}
