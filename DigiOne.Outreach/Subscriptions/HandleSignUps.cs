using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Deals with the public forms that came in, the oldest first. One process does so at a time, whatever there are: of any
/// number of forms about one address the first decides, and the others find what it left.
/// </summary>
internal sealed class HandleSignUps(
    OutreachDb db, SubscriptionMails mails, IOptions<SignUpOptions> options, DispatchSignal signal, TimeProvider clock)
{
    private const int Batch = 50;

    private readonly DateTimeOffset _now = clock.GetUtcNow();

    /// <summary>Deals with some of them.</summary>
    /// <returns>How many; zero when there were none.</returns>
    internal async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // Who takes rows has to wait for SQLite's one place to write, also for nothing.
        if (!await db.Set<SignUp>().AnyAsync(cancellationToken))
            return 0;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Set<SignUp>().FromSqlRaw(Take(db.Engine), Batch).AsNoTracking().ToListAsync(cancellationToken);
        var known = await SignUpPeople.ReadAsync(db, taken, cancellationToken);
        foreach (var forms in taken.OrderBy(form => form.Id.Value).GroupBy(form => form.NormalAddress))
            if (await known.FindOrAddAsync(db, [.. forms], _now, cancellationToken) is { } person)
                Handle(person, [.. forms]);
        mails.Schedule(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        return taken.Count;
    }

    private void Handle(SignUpPerson person, List<SignUp> forms)
    {
        foreach (var (list, form) in forms.SelectMany(form => form.Lists.Select(id => (Id: new ListId(id), Form: form))).DistinctBy(asked => asked.Id)
            .Where(asked => person.Lists.ContainsKey(asked.Id) && !person.IsOn(asked.Id)).Select(asked => (person.Lists[asked.Id], asked.Form)))
        {
            // Whoever left, or complained, comes back by their own mailbox alone, whatever the list asks for.
            if (list.NeedsConfirmation || person.HasLeft(list.Id))
                Ask(person, list, form);
            else
                Subscribe(person, list, form);
        }

        if (!person.MayBeMailed(_now, options.Value.AddressCooldown))
            return;
        var pending = person.Pending.Where(pending => pending.AskedAt > _now - options.Value.ConfirmWithin && person.Lists.ContainsKey(pending.ListId)).ToList();
        if (pending.Count == 0 && forms.TrueForAll(form => form.Lists.Count > 0 && !form.Lists.All(id => person.WasOn(new ListId(id)))))
            return;

        if (pending.Count > 0)
            mails.Confirm(person.Contact, [.. pending.Select(pending => person.Lists[pending.ListId])]);
        else
            mails.GiveLink(person.Contact);
        foreach (var named in pending)
            named.MailedAt = _now;
        person.NoteMail(db, _now);
    }

    private void Ask(SignUpPerson person, ContactList list, SignUp form)
    {
        if (person.Pending.FirstOrDefault(pending => pending.ListId == list.Id) is { } waiting)
        {
            waiting.AskedAt = _now;
            return;
        }

        var pending = new PendingSubscription { ContactId = person.Contact.Id, ListId = list.Id, AskedAt = _now };
        person.Pending.Add(pending);
        db.Add(pending);
        db.Add(Entry(person, list, form, ConsentAct.Asked));
    }

    private void Subscribe(SignUpPerson person, ContactList list, SignUp form)
    {
        db.Add(new Subscription { ContactId = person.Contact.Id, ListId = list.Id, SubscribedAt = _now, Source = SubscriptionRow.Source });
        db.Add(Entry(person, list, form, ConsentAct.Subscribed));
        person.Subscribed.Add(list.Id);
        if (list.Welcomes)
            mails.Welcome(person.Contact, list);
    }

    private ConsentEntry Entry(SignUpPerson person, ContactList list, SignUp form, ConsentAct act) => new()
    {
        ContactId = person.Contact.Id,
        ListId = list.Id,
        At = _now,
        Act = act,
        Way = ConsentWay.Form,
        WordingId = form.WordingId,
        Evidence = form.Network is { } network ? new ConsentEvidence { Network = network } : null,
    };

    // Without SKIP LOCKED: another node waits for the oldest row, and finds it gone.
    private static string Take(StorageEngine engine) =>
        $$"""
        DELETE FROM sign_ups WHERE id IN (
            SELECT id FROM sign_ups ORDER BY id LIMIT {0} {{(engine == StorageEngine.Postgres ? "FOR UPDATE" : "")}})
        RETURNING *
        """;
}
