using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Inbound;

/// <summary>Where a reply is to be sent on to.</summary>
internal sealed class ForwardingOf(SenderDirectory senders, IOptions<InboundOptions> options)
{
    /// <summary>
    /// The Reply-To of the sender that it answers; null where replies are not sent on, it came by that address itself, or one of
    /// our own senders wrote it, as what we send on ourselves comes back otherwise without end.
    /// </summary>
    internal async Task<string?> AddressAsync(OutreachDb db, ReadMail mail, About about, CancellationToken cancellationToken)
    {
        if (!options.Value.ForwardReplies || mail.From is not { } from || senders.Senders.Any(sender => Same(sender.From.Address, from)))
            return null;
        var address = (await SenderAsync(db, about, cancellationToken))?.ReplyTo?.Address;
        return address is null || Same(address, from) || mail.SentTo.Any(to => Same(to, address)) ? null : address;
    }

    /// <summary>The sender that it answers; where that is not known, the default one.</summary>
    internal async Task<MailSender?> SenderAsync(OutreachDb db, About about, CancellationToken cancellationToken)
    {
        if (about.Delivery is not { } delivery)
            return senders.Default;
        var key = await db.Set<Mailing>().Where(mailing => mailing.Id == delivery.MailingId).Select(mailing => mailing.SenderKey).SingleAsync(cancellationToken);
        return senders.TryFind(key, out var sender) ? sender : senders.Default;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
