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
            .Select(delivery => new { delivery.Attempts, Trouble = new RelayTrouble(delivery.Route ?? "", delivery.LastReply ?? "", delivery.NextAttemptAt) })
            .ToListAsync(cancellationToken);
        return soonest.Find(found => found.Trouble.Relay.Length > 0 && IsOfRelay(found.Trouble.Said, found.Attempts))?.Trouble;
    }

    private static bool IsOfRelay(string said, int attempts) => MailExplanations.OfRelays.Any(
        explanation => explanation.Read(said) is not null && (explanation != MailExplanations.LostBefore || attempts < JudgeHandOver.LeastTries));
}

/// <summary>Why a relay took no message when it was last asked with one that waits.</summary>
/// <param name="Relay">Its name.</param>
/// <param name="Said">What stood in the way.</param>
/// <param name="NextTryAt">When the message is tried again.</param>
public sealed record RelayTrouble(string Relay, string Said, DateTimeOffset NextTryAt);
