using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Foretells when a delivery that waits can go at the earliest: its own time, but not before its mailing's quiet time ends and
/// one of its sender's relays may carry mail to its domain, as far as this process knows.
/// </summary>
internal sealed class NextTry(SenderDirectory senders, QuietWait quiet, RouteHealth routes, DomainPace domains, TimeProvider clock)
{
    /// <summary>When it can go; <see cref="DateTimeOffset.MaxValue"/> for never by itself, null for as soon as it has its turn.</summary>
    internal DateTimeOffset? Of(Delivery delivery, DeliveryMailing mailing)
    {
        var at = QuietOf(delivery, mailing)?.Until ?? Earliest(delivery, mailing);
        return at > clock.GetUtcNow() ? at : null;
    }

    /// <summary>The quiet time, or closed window, that it would otherwise fall into; null where it falls into none.</summary>
    internal QuietSpell? QuietOf(Delivery delivery, DeliveryMailing mailing) =>
        senders.TryFind(mailing.SenderKey, out var sender) ? quiet.Of(mailing.HonoursQuietTimes, sender, Earliest(delivery, mailing)) : null;

    private DateTimeOffset Earliest(Delivery delivery, DeliveryMailing mailing)
    {
        var now = clock.GetUtcNow();
        var at = delivery.NextAttemptAt > now ? delivery.NextAttemptAt : now;
        return senders.TryFind(mailing.SenderKey, out var sender) && Carried(delivery.Domain, sender, mailing.Lane, now) is var carried && carried > at
            ? carried
            : at;
    }

    // Each relay by itself: one that is left alone for a minute may be back before another's rest for the domain is over.
    private DateTimeOffset Carried(string domain, MailSender sender, Lane lane, DateTimeOffset now)
    {
        var rests = domains.Troubles.Where(trouble => trouble.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(trouble => trouble.Route, trouble => trouble.Until, StringComparer.OrdinalIgnoreCase);
        return sender.Routes.Where(route => routes.MayCarry(route, sender.Routes)).Min(route =>
        {
            var pause = routes.AllPause([route], lane)?.Until ?? now;
            return rests.TryGetValue(route.Name, out var rest) && rest > pause ? rest : pause;
        });
    }
}
