using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>What is known of those whose addresses stand on some forms, read at once.</summary>
internal sealed class SignUpPeople
{
    private readonly Dictionary<string, Contact> _contacts;
    private readonly Dictionary<string, Suppression> _suppressed;
    private readonly ILookup<ContactId, Subscription> _subscriptions;
    private readonly ILookup<ContactId, PendingSubscription> _pending;
    private readonly Dictionary<ContactId, AskedMail> _mails;
    private readonly Dictionary<ListId, ContactList> _lists;

    private SignUpPeople(
        List<Contact> contacts, List<Suppression> suppressions, List<Subscription> subscriptions, List<PendingSubscription> pending,
        List<AskedMail> mails, List<ContactList> lists)
    {
        _contacts = contacts.ToDictionary(contact => contact.NormalAddress);
        _suppressed = suppressions.ToDictionary(suppression => suppression.NormalAddress);
        _subscriptions = subscriptions.ToLookup(subscription => subscription.ContactId);
        _pending = pending.ToLookup(row => row.ContactId);
        _mails = mails.ToDictionary(mail => mail.ContactId);
        _lists = lists.ToDictionary(list => list.Id);
    }

    internal static async Task<SignUpPeople> ReadAsync(OutreachDb db, IReadOnlyList<SignUp> forms, CancellationToken cancellationToken)
    {
        var addresses = forms.Select(form => form.NormalAddress).Distinct().ToList();
        var contacts = await db.Set<Contact>().Where(contact => addresses.Contains(contact.NormalAddress)).ToListAsync(cancellationToken);
        var ids = contacts.ConvertAll(contact => contact.Id);
        return new SignUpPeople(
            contacts,
            await db.Set<Suppression>().AsNoTracking().Where(suppression => addresses.Contains(suppression.NormalAddress)).ToListAsync(cancellationToken),
            await db.Set<Subscription>().AsNoTracking().Where(subscription => ids.Contains(subscription.ContactId)).ToListAsync(cancellationToken),
            await db.Set<PendingSubscription>().Where(pending => ids.Contains(pending.ContactId)).ToListAsync(cancellationToken),
            await db.Set<AskedMail>().Where(mail => ids.Contains(mail.ContactId)).ToListAsync(cancellationToken),
            await db.Set<ContactList>().AsNoTracking().Where(list => list.IsPublic).ToListAsync(cancellationToken));
    }

    /// <summary>The person of an address, made where they are new and ask for a list.</summary>
    /// <returns>Null where nobody is to be mailed there, or there is nobody who could be.</returns>
    internal async Task<SignUpPerson?> FindOrAddAsync(
        OutreachDb db, IReadOnlyList<SignUp> forms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var address = forms[0].NormalAddress;
        var suppression = _suppressed.GetValueOrDefault(address);
        if (suppression?.Causes.Any(cause => SuppressionMatrix.Blocks(cause.Reason, MailPurpose.OwnMatter)) == true)
            return null;

        if (!_contacts.TryGetValue(address, out var contact))
        {
            if (forms.All(form => form.Lists.Count == 0))
                return null;
            contact = new Contact { Address = forms[0].Address, NormalAddress = address, Language = forms[0].Language, CreatedAt = now };
            db.Add(contact);
            // What follows names it by the id that the database gives.
            await db.SaveChangesAsync(cancellationToken);
        }

        return new SignUpPerson(
            contact, _lists, [.. _subscriptions[contact.Id]], [.. _pending[contact.Id]], _mails.GetValueOrDefault(contact.Id), suppression is not null);
    }
}

/// <summary>One of them.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Lists">The public lists.</param>
/// <param name="Subscriptions">What the person is on, or has left, before the forms are dealt with.</param>
/// <param name="Pending">What the person asked for and has not confirmed.</param>
/// <param name="LastMail">The last mail that a form asked for.</param>
/// <param name="LeftEverything">Whether the person wants no bulk mail at all.</param>
internal sealed record SignUpPerson(
    Contact Contact, IReadOnlyDictionary<ListId, ContactList> Lists, IReadOnlyList<Subscription> Subscriptions, List<PendingSubscription> Pending,
    AskedMail? LastMail, bool LeftEverything)
{
    /// <summary>The lists that the forms put the person on.</summary>
    internal HashSet<ListId> Subscribed { get; } = [];

    /// <summary>Whether the person gets what the list sends.</summary>
    internal bool IsOn(ListId list) => Subscribed.Contains(list) || WasOn(list);

    /// <summary>Whether the person got it before the forms came.</summary>
    internal bool WasOn(ListId list) =>
        !LeftEverything && Subscriptions.Any(subscription => subscription.ListId == list && subscription.UnsubscribedAt is null);

    /// <summary>Whether the person left the list, or everything.</summary>
    internal bool HasLeft(ListId list) => LeftEverything || Subscriptions.Any(subscription => subscription.ListId == list);

    /// <summary>Whether the last mail is long enough ago.</summary>
    internal bool MayBeMailed(DateTimeOffset now, TimeSpan cooldown) => LastMail is null || LastMail.NextAt(cooldown) <= now;

    /// <summary>Notes that a mail goes out.</summary>
    internal void NoteMail(OutreachDb db, DateTimeOffset now)
    {
        if (LastMail is { } last)
            (last.MailedAt, last.Unanswered) = (now, last.Unanswered + 1);
        else
            db.Add(new AskedMail { ContactId = Contact.Id, MailedAt = now, Unanswered = 1 });
    }
}
