using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Keeps how a person wants to be written to, and writes what changed into the consent log. Doing it again changes nothing.</summary>
internal sealed class SavePreferences(
    OutreachDb db, FindPreferences find, SubscriptionMails mails, ConsentWording wording, Unsubscribe unsubscribe, LetBackIn back, LocalTime zone,
    IOptions<OrganisationOptions> organisation, DispatchSignal signal, TimeProvider clock)
{
    private const int LongestPauseDays = 366;

    /// <summary>Keeps it.</summary>
    internal async Task<PreferencesOutcome> ExecuteAsync(LinkUse link, PreferencesDraft draft, CancellationToken cancellationToken)
    {
        if (await find.RunAsync(link.Target.Contact, cancellationToken) is not { } before)
            return new PreferencesOutcome.Missing();
        var problems = new List<FieldProblem>();
        var pausedUntil = PausedUntil(draft, before, problems);
        if (!organisation.Value.Languages.Contains(draft.Language))
            problems.Add(FieldProblem.Unknown("language", "language", draft.Language, organisation.Value.Languages));
        var joined = before.Lists.Where(list => !list.IsOn && draft.Lists.Contains(list.List.Key)).Select(list => list.List).ToList();
        var left = before.Lists.Where(list => list.IsOn && !draft.Lists.Contains(list.List.Key)).Select(list => list.List).ToList();
        if (problems.Count > 0)
            return new PreferencesOutcome.Refused(problems);
        // What one agrees to is what one has seen.
        var shown = wording.In(draft.WordingLanguage, cancellationToken);
        if (joined.Count > 0 && shown.Hash != draft.Wording)
            return new PreferencesOutcome.WordingChanged();

        foreach (var list in left)
            await unsubscribe.RunAsync(
                new UnsubscribeTarget(link.Target.Contact, list.Id, link.Target.Mailing), UnsubscribeScope.OneList, LeavingWay.Link, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var words = joined.Count > 0 ? await wording.KeepAsync(db, shown, cancellationToken) : (WordingId?)null;
        foreach (var list in joined)
            await JoinAsync(link, before.Contact, list, words, cancellationToken);
        await KeepAsync(link, before, draft.Language, pausedUntil, cancellationToken);
        if (joined.Count > 0)
            await back.ExecuteAsync(db, before.Contact, cancellationToken);
        mails.Schedule(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        return new PreferencesOutcome.Saved();
    }

    private async Task JoinAsync(LinkUse link, Contact contact, ContactList list, WordingId? words, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Set<PendingSubscription>().Where(pending => pending.ContactId == contact.Id && pending.ListId == list.Id).ExecuteDeleteAsync(cancellationToken);
        if (!await SubscriptionRow.PutAsync(db, contact.Id, list.Id, now, cancellationToken))
            return;
        db.Add(new ConsentEntry
        {
            ContactId = contact.Id,
            ListId = list.Id,
            At = now,
            Act = ConsentAct.Subscribed,
            Way = ConsentWay.Link,
            WordingId = words,
            Evidence = link.Evidence,
        });
        if (list.Welcomes)
            mails.Welcome(contact, list);
    }

    private async Task KeepAsync(LinkUse link, Preferences before, string language, DateTimeOffset? pausedUntil, CancellationToken cancellationToken)
    {
        await db.Set<Contact>().Where(contact => contact.Id == before.Contact.Id).ExecuteUpdateAsync(
            contact => contact.SetProperty(row => row.Language, language).SetProperty(row => row.PausedUntil, pausedUntil)
                .SetProperty(row => row.Revision, row => row.Revision + 1),
            cancellationToken);
        if (pausedUntil != before.PausedUntil)
            db.Add(new ConsentEntry
            {
                ContactId = before.Contact.Id,
                At = clock.GetUtcNow(),
                Act = pausedUntil is null ? ConsentAct.Resumed : ConsentAct.Paused,
                Way = ConsentWay.Link,
                Evidence = link.Evidence with { Until = pausedUntil },
            });
    }

    private DateTimeOffset? PausedUntil(PreferencesDraft draft, Preferences before, List<FieldProblem> problems)
    {
        if (draft.PausedUntil is not { } day)
        {
            if (draft.PauseIsUnreadable)
                problems.Add(new FieldProblem("pause", ProblemKind.Malformed, "A day like 2027-03-31 is expected."));
            return null;
        }

        var (until, now) = (zone.Start(day), clock.GetUtcNow());
        if (until != before.PausedUntil && until <= now)
            problems.Add(new FieldProblem("pause", ProblemKind.Past, "This day has begun."));
        if (until > now.AddDays(LongestPauseDays))
            problems.Add(new FieldProblem("pause", ProblemKind.TooLong, "A pause lasts a year at most."));
        return until;
    }
}

/// <summary>What a person wants, as they filled it in.</summary>
internal sealed record PreferencesDraft
{
    /// <summary>Keys of the lists that are ticked.</summary>
    internal required IReadOnlyList<string> Lists { get; init; }

    internal required string Language { get; init; }

    /// <summary>The first day on which bulk mail comes again; null: it is not paused.</summary>
    internal DateOnly? PausedUntil { get; init; }

    /// <summary>Whether something stood there that is no day.</summary>
    internal bool PauseIsUnreadable { get; init; }

    /// <summary>Hash of the words that stood on the page, and the language that they stood in.</summary>
    internal required string Wording { get; init; }

    /// <inheritdoc cref="Wording"/>
    internal required string WordingLanguage { get; init; }
}

/// <summary>What came of it.</summary>
internal abstract record PreferencesOutcome
{
    private PreferencesOutcome()
    {
    }

    /// <summary>It stands.</summary>
    internal sealed record Saved : PreferencesOutcome;

    /// <summary>Nothing was kept, for these reasons.</summary>
    internal sealed record Refused(IReadOnlyList<FieldProblem> Problems) : PreferencesOutcome;

    /// <summary>The page showed other words than are shown today.</summary>
    internal sealed record WordingChanged : PreferencesOutcome;

    /// <summary>The person is no more.</summary>
    internal sealed record Missing : PreferencesOutcome;
}
