using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Finds what a person asked for and may still confirm.</summary>
internal sealed class FindPending(OutreachDb db, IOptions<SignUpOptions> options, TimeProvider clock)
{
    /// <summary>The person's language and lists, those that a mail named marked; null where the person is no more.</summary>
    internal async Task<PendingConfirmation?> RunAsync(ContactTarget target, CancellationToken cancellationToken)
    {
        var valid = clock.GetUtcNow() - options.Value.ConfirmWithin;
        var language = await db.Set<Contact>().Where(contact => contact.Id == target.Contact).Select(contact => contact.Language)
            .SingleOrDefaultAsync(cancellationToken);
        if (language is null)
            return null;
        var lists = await (
            from pending in db.Set<PendingSubscription>().AsNoTracking()
            join list in db.Set<ContactList>().AsNoTracking() on pending.ListId equals list.Id
            where pending.ContactId == target.Contact && pending.AskedAt > valid
            orderby list.Key
            select new { List = list, WasNamed = pending.MailedAt != null }).ToListAsync(cancellationToken);
        return new PendingConfirmation(language, lists.ConvertAll(found => (found.List, found.WasNamed)));
    }
}

/// <summary>What a person may confirm.</summary>
/// <param name="Language">The language that the person reads.</param>
/// <param name="Lists">The lists that were asked for, and whether a mail has named each to the person.</param>
internal sealed record PendingConfirmation(string Language, IReadOnlyList<(ContactList List, bool WasNamed)> Lists);
