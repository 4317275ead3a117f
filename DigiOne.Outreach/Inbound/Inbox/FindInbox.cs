using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>Which part of what came in is shown.</summary>
internal enum InboxPart
{
    /// <summary>What waits for a person.</summary>
    Open,

    /// <summary>What a person has dealt with.</summary>
    Handled,

    /// <summary>What was dealt with by itself.</summary>
    ByItself,
}

/// <summary>Reads what came in, for the team.</summary>
internal sealed class FindInbox(OutreachDb db)
{
    private const int Most = 100;

    /// <summary>Some of a part, the newest first.</summary>
    internal async Task<IReadOnlyList<InboundMessage>> ListAsync(InboxPart part, int skip, int take, CancellationToken cancellationToken) =>
        await In(part).OrderByDescending(message => message.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);

    /// <summary>How many there are in a part.</summary>
    internal Task<int> CountAsync(InboxPart part, CancellationToken cancellationToken) => In(part).CountAsync(cancellationToken);

    /// <summary>How many there are of each kind that was dealt with by itself.</summary>
    internal Task<Dictionary<MailKind, int>> KindsAsync(CancellationToken cancellationToken) =>
        In(InboxPart.ByItself).GroupBy(message => message.Kind).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

    /// <summary>One, with the mailing that it is about; null when there is none.</summary>
    internal async Task<InboxDetail?> OneAsync(InboundMessageId id, CancellationToken cancellationToken)
    {
        var message = await db.Set<InboundMessage>().AsNoTracking().SingleOrDefaultAsync(message => message.Id == id, cancellationToken);
        if (message is null)
            return null;
        var about = await (
            from delivery in db.Set<Delivery>()
            join mailing in db.Set<Mailing>() on delivery.MailingId equals mailing.Id
            where delivery.Id == message.DeliveryId
            select new InboxAbout(delivery.Id, delivery.Address, mailing.Id, mailing.Name)).SingleOrDefaultAsync(cancellationToken);
        var contact = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == message.ContactId, cancellationToken);
        return new InboxDetail(message, about, contact);
    }

    /// <summary>What a person wrote, the newest first.</summary>
    internal async Task<IReadOnlyList<InboundMessage>> FromAsync(ContactId contact, CancellationToken cancellationToken) =>
        await db.Set<InboundMessage>().AsNoTracking()
            .Where(message => message.ContactId == contact && message.IsForPerson && message.Kind == MailKind.Reply)
            .OrderByDescending(message => message.Id).Take(Most).ToListAsync(cancellationToken);

    private IQueryable<InboundMessage> In(InboxPart part)
    {
        var all = db.Set<InboundMessage>().AsNoTracking();
        return part switch
        {
            InboxPart.Open => all.Where(message => message.IsForPerson && message.HandledAt == null),
            InboxPart.Handled => all.Where(message => message.IsForPerson && message.HandledAt != null),
            _ => all.Where(message => !message.IsForPerson),
        };
    }
}

/// <summary>A message that came in, with what it is about and who is known to have written it or to be meant.</summary>
internal sealed record InboxDetail(InboundMessage Message, InboxAbout? About, Contact? Contact);

/// <summary>The delivery that a message is about.</summary>
internal sealed record InboxAbout(DeliveryId Delivery, string Address, MailingId Mailing, string MailingName);
