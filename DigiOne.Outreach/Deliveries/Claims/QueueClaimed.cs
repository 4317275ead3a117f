using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Puts what was claimed into the lines of a sender's queue, in its order. What goes by one relay only gets into that relay's
/// own line while it keeps up, and is put off where it does not: mail to the others does not wait for it.
/// </summary>
internal sealed class QueueClaimed(DomainPace domains, RelayPaces paces, Ledger ledger, TimeProvider clock)
{
    /// <summary>How long a relay has to make room in its own line. One that does not has enough, for the whole batch.</summary>
    internal static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>Puts a batch into the queue, and gives back what it cannot.</summary>
    /// <returns>How long it was taken for, without the time that was lent to relays that had enough.</returns>
    internal async Task<TimeSpan> ExecuteAsync(ClaimedQueue queue, Lane lane, IReadOnlyList<PlacedDelivery> batch, CancellationToken stoppingToken)
    {
        var started = clock.GetTimestamp();
        var lent = TimeSpan.Zero;
        HashSet<IMailRoute> full = [];
        List<PlacedDelivery> later = [];
        var passed = 0;
        try
        {
            for (; passed < batch.Count; passed++)
            {
                var (delivery, place) = batch[passed];
                if (place.Only is not { } only || !queue.HasLineFor(only))
                {
                    await queue.PutAsync(lane, delivery, stoppingToken);
                    continue;
                }

                if (queue.TryPutFor(only, delivery, paces.Most(only)))
                    continue;
                var asked = clock.GetTimestamp();
                if (!full.Contains(only) && await MakesRoomAsync(queue, only, lane, stoppingToken) && queue.TryPutFor(only, delivery, paces.Most(only)))
                    continue;
                if (full.Add(only))
                    lent += clock.GetElapsedTime(asked);
                later.Add(batch[passed]);
            }
        }
        finally
        {
            if (passed < batch.Count)
                await ledger.WriteAsync([.. later.Concat(batch.Skip(passed)).Select(one => new LedgerEntry.Release(one.Delivery))]);
        }

        var took = clock.GetElapsedTime(started) - lent;
        if (later.Count > 0)
            await ledger.WriteAsync([.. later.Select(Later)]);
        return took;
    }

    private LedgerEntry Later(PlacedDelivery placed) =>
        domains.Later(placed) is { } wait ? JudgeHandOver.PutOff(placed.Delivery, wait) : new LedgerEntry.Release(placed.Delivery);

    private async Task<bool> MakesRoomAsync(ClaimedQueue queue, IMailRoute route, Lane lane, CancellationToken stoppingToken)
    {
        using var moment = new CancellationTokenSource(Moment, clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(moment.Token, stoppingToken);
        try
        {
            await queue.RoomForAsync(route, lane, enough.Token);
            return true;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
