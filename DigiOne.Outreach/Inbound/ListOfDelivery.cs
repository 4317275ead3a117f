using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>The list that a mailing went to a person by: the first of its lists that the person has not left, as when it was sent.</summary>
internal static class ListOfDelivery
{
    /// <summary>The list; null where the person is on none of them.</summary>
    internal static Task<ListId?> ExecuteAsync(OutreachDb db, MailingId mailing, ContactId contact, CancellationToken cancellationToken) => (
        from list in db.Set<MailingList>()
        join subscription in db.Set<Subscription>() on list.ListId equals subscription.ListId
        where list.MailingId == mailing && subscription.ContactId == contact && subscription.UnsubscribedAt == null
        orderby list.Place
        select (ListId?)list.ListId).FirstOrDefaultAsync(cancellationToken);
}
