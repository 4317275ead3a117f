using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>Whom and what a message is about.</summary>
/// <param name="Delivery">The delivery; null where nothing tells.</param>
/// <param name="IsProven">Whether a token of ours names it, and not only what anybody may write.</param>
/// <param name="MayLeave">Whether it came to the delivery's address to leave by.</param>
/// <param name="Contact">The person; null where nobody known is.</param>
internal sealed record About(Delivery? Delivery, bool IsProven, bool MayLeave, ContactId? Contact);

/// <summary>Finds out whom and what a message is about.</summary>
internal sealed class FindAbout(ReturnAddresses addresses)
{
    /// <summary>Finds it out.</summary>
    internal async Task<About> ExecuteAsync(OutreachDb db, ReadMail mail, CancellationToken cancellationToken)
    {
        if (TokenIn(mail) is { } token && await OneAsync(db, token.Delivery, cancellationToken) is { } proven)
            return new About(proven, IsProven: true, token.MayLeave, ContactOf(proven));

        var named = await NamedAsync(db, mail, cancellationToken);
        return new About(named, IsProven: false, MayLeave: false, (named is null ? null : ContactOf(named)) ?? await WriterAsync(db, mail.From, cancellationToken));
    }

    // To what it came counts before what it brings back: an address to leave by is one only there.
    private (DeliveryId Delivery, bool MayLeave)? TokenIn(ReadMail mail)
    {
        foreach (var address in mail.SentTo)
            if (addresses.TryRead(address, out var delivery, out var purpose))
                return (delivery, purpose == ReturnPurpose.Leave);
        foreach (var address in mail.ReturnedFrom.Concat(mail.ReturnedLeaving))
            if (addresses.TryRead(address, out var delivery, out _))
                return (delivery, false);
        return null;
    }

    private static async Task<Delivery?> NamedAsync(OutreachDb db, ReadMail mail, CancellationToken cancellationToken)
    {
        foreach (var id in mail.Answers.Prepend(mail.ReturnedMessageId ?? ""))
            if (MailingContent.DeliveryOf(id) is { } delivery && await OneAsync(db, delivery, cancellationToken) is { } found && found.MessageId == id)
                return found;
        return null;
    }

    // Of somebody who was erased a delivery keeps only the number.
    private static ContactId? ContactOf(Delivery delivery) => delivery.Address.Length > 0 ? delivery.ContactId : null;

    private static Task<Delivery?> OneAsync(OutreachDb db, DeliveryId id, CancellationToken cancellationToken) =>
        db.Set<Delivery>().AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == id, cancellationToken);

    private static async Task<ContactId?> WriterAsync(OutreachDb db, string? from, CancellationToken cancellationToken)
    {
        if (from is null || !MailAddress.TryParse(from, out var valid, out _))
            return null;
        var normal = AddressNormalForm.Of(valid);
        return await db.Set<Contact>().Where(contact => contact.NormalAddress == normal)
            .Select(contact => (ContactId?)contact.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
