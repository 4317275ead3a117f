using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Reads from the rows what stood in the way of one of a mailing's messages that waits for a relay, the one that is next: every
/// process can tell it, also one that sends nothing itself. It is what was last heard, and the relay may be well by now. A message
/// that was dropped time and again may be dropped for its recipient's sake, and says nothing of the relay.
/// </summary>
internal sealed class FindRelayTrouble(OutreachDb db)
{
    // A relay is tried again within minutes: what waits for it stands before what waits for hours.
    private const int Looked = 50;

    /// <summary>What it is; null where no message waits for a relay.</summary>
    internal async Task<RelayTrouble?> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var soonest = await db.Set<Delivery>().Where(delivery => delivery.MailingId == id)
            .In(DeliveryState.Deferred)
            .OrderBy(delivery => delivery.NextAttemptAt)
            .Take(Looked)
            .Select(delivery => new { delivery.Attempts, delivery.Route, delivery.LastReply, delivery.NextAttemptAt })
            .ToListAsync(cancellationToken);
        return soonest.Select(delivery => Read(delivery.Route ?? "", delivery.LastReply ?? "", delivery.NextAttemptAt, delivery.Attempts))
            .FirstOrDefault(trouble => trouble is not null);
    }

    // Of the message that met the trouble, or of one that was put off because of it.
    private static RelayTrouble? Read(string route, string said, DateTimeOffset nextTryAt, int attempts) =>
        DeliveryExplanations.LeftAlone.Read(said) is var (_, parts)
            ? new RelayTrouble(parts[0], parts[1], nextTryAt, Is(MailExplanations.OfDoubt, parts[1]))
            : route.Length > 0 && IsOfRelay(said, attempts) ? new RelayTrouble(route, said, nextTryAt, LeavesDoubt: false) : null;

    private static bool IsOfRelay(string said, int attempts) => Is(
        MailExplanations.OfRelays.Where(explanation => explanation != MailExplanations.LostBefore || attempts < JudgeHandOver.LeastTries), said);

    private static bool Is(IEnumerable<Explanation> explanations, string said) => explanations.Any(explanation => explanation.Read(said) is not null);
}

/// <summary>Why a relay took no message when it was last asked with one that waits.</summary>
/// <param name="Relay">Its name.</param>
/// <param name="Said">What stood in the way.</param>
/// <param name="NextTryAt">When a message is tried again.</param>
/// <param name="LeavesDoubt">Whether the message that was tried is in doubt, and the next one may be.</param>
public sealed record RelayTrouble(string Relay, string Said, DateTimeOffset NextTryAt, bool LeavesDoubt);
