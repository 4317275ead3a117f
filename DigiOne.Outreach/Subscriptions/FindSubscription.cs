using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Finds what the page behind an unsubscribe link shows.</summary>
internal sealed class FindSubscription(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>The subscription's state; null where the contact or the list is no more.</summary>
    internal async Task<SubscriptionState?> RunAsync(UnsubscribeTarget target, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var found = await (
            from contact in db.Set<Contact>().AsNoTracking()
            from list in db.Set<ContactList>().AsNoTracking()
            where contact.Id == target.Contact && list.Id == target.List
            select new
            {
                contact.Language,
                List = list,
                Subscribed = db.Set<Subscription>().Any(subscription =>
                    subscription.ContactId == contact.Id && subscription.ListId == list.Id && subscription.UnsubscribedAt == null),
                Suppressed = db.Set<Suppression>().Any(suppression => suppression.NormalAddress == contact.NormalAddress),
            }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new SubscriptionState(found.Language, found.List, found.Subscribed, found.Suppressed);
    }
}

/// <summary>How a person stands to a list.</summary>
/// <param name="Language">The language that the person reads.</param>
/// <param name="List">The list.</param>
/// <param name="IsSubscribed">Whether the person is on the list.</param>
/// <param name="IsSuppressed">Whether nothing at all is mailed to the person.</param>
internal sealed record SubscriptionState(string Language, ContactList List, bool IsSubscribed, bool IsSuppressed);
