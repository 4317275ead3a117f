using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The bulk delivery that one connection has taken while another is under way, so that its message can be announced behind
/// that one's end. It has the connection's next turn, and everything that is asked before a message goes is asked then. Where
/// that one gets no answer it goes back: another connection takes it, and what was announced of it is withdrawn.
/// </summary>
internal sealed class TakenAhead(IMailRoute route, ClaimedQueue queue, RouteShare share, RouteHealth health, DomainPace domains, Leases leases, TimeProvider clock)
{
    /// <summary>
    /// At a relay that takes longer for a message none is taken ahead: another connection may come to it sooner, and mail that
    /// somebody waits for must not wait for two.
    /// </summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.5);

    /// <summary>How long it waits for an answer to the one before it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Whoever takes it out has it, and nobody else: two intents of one claim would be one.
    private ClaimedDelivery? _delivery;
    private long _takenAt;

    /// <summary>How long the connection's last message took.</summary>
    internal TimeSpan LastTook { private get; set; }

    /// <summary>Takes one, where one is there and nobody waits for another; with it the route's turn.</summary>
    /// <returns>Null where none was taken, or it may turn out in its turn that it has to wait.</returns>
    internal ClaimedDelivery? Take()
    {
        // Taken ahead during a route's first try after a pause, it would be a second try.
        if (LastTook > Quick || !health.IsWell(route.Name) || !share.MayCarry(route) || queue.Count(Lane.Bulk) == 0 || IsSomethingBeforeIt || !share.Take(route))
            return null;

        while (queue.TryTakeBulk(out var delivery))
            if (leases.LetBegin(delivery, clock.GetUtcNow()))
            {
                Volatile.Write(ref _takenAt, clock.GetTimestamp());
                Volatile.Write(ref _delivery, delivery);
                return domains.IsFree(route, delivery.Domain) ? delivery : null;
            }

        share.GiveBack(route);
        return null;
    }

    /// <summary>Its turn has come, or it has none any more.</summary>
    /// <returns>Null where none was taken.</returns>
    internal ClaimedDelivery? Release() => Interlocked.Exchange(ref _delivery, null);

    /// <summary>Puts it back where it has waited for long; for any thread.</summary>
    internal void LetGo()
    {
        var waiting = Volatile.Read(ref _delivery);
        if (waiting is null || clock.GetElapsedTime(Volatile.Read(ref _takenAt)) < Patience || Interlocked.CompareExchange(ref _delivery, null, waiting) != waiting)
            return;
        if (queue.TryPutBack(waiting))
            share.GiveBack(route);
        else
            Interlocked.CompareExchange(ref _delivery, waiting, null);
    }

    private bool IsSomethingBeforeIt => queue.Count(Lane.Transactional) > 0 || queue.HasFor(route, Lane.Transactional) || queue.HasFor(route, Lane.Bulk);
}
