using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Reads from the rows why a relay took none of a mailing's messages when it was last asked: every process can tell it, also
/// one that sends nothing itself.
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
            .Select(delivery => new RelayTrouble(delivery.Route ?? "", delivery.LastReply ?? "", delivery.NextAttemptAt))
            .ToListAsync(cancellationToken);
        return soonest.Find(trouble => trouble.Relay.Length > 0 && MailExplanations.OfRelays.Any(explanation => explanation.Read(trouble.Said) is not null));
    }
}

/// <summary>Why a relay took no message.</summary>
/// <param name="Relay">Its name.</param>
/// <param name="Said">What stood in the way.</param>
/// <param name="NextTryAt">When the message is tried again.</param>
public sealed record RelayTrouble(string Relay, string Said, DateTimeOffset NextTryAt);
