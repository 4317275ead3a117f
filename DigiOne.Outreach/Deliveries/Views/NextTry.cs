using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Foretells when a delivery that waits can go at the earliest: its own time, but not before its mailing's quiet time, its
/// relays' rests and its domain's patience end, as far as this process knows.
/// </summary>
internal sealed class NextTry(SenderDirectory senders, QuietWait quiet, RouteHealth routes, DomainPace domains, TimeProvider clock)
{
    /// <summary>When it can go; <see cref="DateTimeOffset.MaxValue"/> for never by itself, null for as soon as it has its turn.</summary>
    internal DateTimeOffset? Of(Delivery delivery, DeliveryMailing mailing)
    {
        var now = clock.GetUtcNow();
        var at = delivery.NextAttemptAt > now ? delivery.NextAttemptAt : now;
        if (domains.Troubles.FirstOrDefault(trouble => trouble.Domain.Equals(delivery.Domain, StringComparison.OrdinalIgnoreCase)) is { } domain
            && domain.Until > at)
            at = domain.Until;
        if (senders.TryFind(mailing.SenderKey, out var sender))
        {
            if (routes.AllPause(sender.Routes, mailing.Lane) is { } trouble && trouble.Until > at)
                at = trouble.Until;
            at = quiet.Until(mailing.HonoursQuietTimes, sender, at) ?? at;
        }

        return at > now ? at : null;
    }
}
