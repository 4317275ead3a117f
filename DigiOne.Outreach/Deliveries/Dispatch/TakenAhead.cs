using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The bulk delivery that one connection has taken while another is under way, so that its message can be announced behind
/// that one's end. It has the connection's next turn, and everything that is asked before a message goes is asked then.
/// </summary>
internal sealed class TakenAhead(IMailRoute route, ClaimedQueue queue, RouteShare share, RouteHealth health, DomainPace domains, Leases leases, TimeProvider clock)
{
    /// <summary>
    /// At a relay that takes longer for a message none is taken ahead: another connection may come to it sooner, and mail that
    /// somebody waits for must not wait for two.
    /// </summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.5);

    private ClaimedDelivery? _delivery;

    /// <summary>How long the connection's last message took.</summary>
    internal TimeSpan LastTook { private get; set; }

    /// <summary>Takes one, where one is there and nobody waits for another; with it the route's turn.</summary>
    /// <returns>Null where none was taken, or it may turn out in its turn that it has to wait.</returns>
    internal ClaimedDelivery? Take()
    {
        // Taken ahead during a route's first try after a pause, it would be a second try.
        if (LastTook > Quick || !health.IsWell(route.Name) || !share.MayCarry(route) || queue.Count(Lane.Bulk) == 0 || IsSomethingBeforeIt || !share.Take(route))
            return null;

        while (queue.TryTakeBulk(out _delivery))
            if (leases.LetBegin(_delivery, clock.GetUtcNow()))
                return domains.IsFree(route, _delivery.Domain) ? _delivery : null;
        share.GiveBack(route);
        return null;
    }

    /// <summary>Its turn has come, or it has none any more.</summary>
    /// <returns>Null where none was taken.</returns>
    internal ClaimedDelivery? Release()
    {
        var delivery = _delivery;
        _delivery = null;
        return delivery;
    }

    private bool IsSomethingBeforeIt => queue.Count(Lane.Transactional) > 0 || queue.HasFor(route, Lane.Transactional) || queue.HasFor(route, Lane.Bulk);
}
