using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What a person says of a message in doubt.</summary>
public enum DoubtAnswer
{
    /// <summary>It arrived.</summary>
    Landed,

    /// <summary>It shall be sent again, with the same Message-ID.</summary>
    SendAgain,

    /// <summary>It did not arrive and shall not be sent.</summary>
    GiveUp,
}

/// <summary>Resolves doubt as a person says, for one message or all of a mailing. A closed mailing gets a new certificate: at once where all is resolved,
/// at the closer's next look where one of them is.</summary>
internal sealed class ResolveDoubt(OutreachDb db, RenewCertificates certificates, DispatchSignal signal, TimeProvider clock)
{
    private const int MostTries = 5;

    /// <summary>Resolves it.</summary>
    /// <param name="id">The mailing.</param>
    /// <param name="only">One of its deliveries; null for all that are in doubt.</param>
    /// <param name="answer">What became of them, or shall.</param>
    /// <param name="person">Who says so, for the record.</param>
    /// <param name="cancellationToken">Gives up; nothing is resolved then.</param>
    /// <returns>How many were in doubt and are no more; 0 too where a mailing that was called off shall be sent again.</returns>
    internal async Task<int> ExecuteAsync(MailingId id, DeliveryId? only, DoubtAnswer answer, string person, CancellationToken cancellationToken)
    {
        int? decided = null;
        // The truth may come in while we look: it goes before what a person believes, and the others are looked at again.
        for (var tries = 0; decided is null && tries < MostTries; tries++)
            decided = await DecideAsync(id, only, answer, person, cancellationToken);
        if (decided is not { } resolved || resolved == 0)
            return 0;

        signal.Raise();
        // Who goes through them one by one would count a million rows with each: the closer renews after some of them at once.
        if (only is null && await db.Set<Mailing>().AnyAsync(mailing => mailing.Id == id && mailing.State == MailingState.Closed, cancellationToken))
            await certificates.RenewAsync(id, cancellationToken);
        return resolved;
    }

    /// <returns>How many; null where one of them was no longer in doubt a moment later: nothing is decided then.</returns>
    private async Task<int?> DecideAsync(MailingId id, DeliveryId? only, DoubtAnswer answer, string person, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The mailing's row first: it neither closes nor is called off while this is decided.
        if (await TakeAsync(id, answer, cancellationToken) == 0)
            return 0;

        var doubtful = db.Set<Delivery>().Where(
            delivery => delivery.MailingId == id && delivery.Queue == DeliveryState.InDoubt && (only == null || delivery.Id == only)
                // Nobody knows any more to whom it went.
                && (answer != DoubtAnswer.SendAgain || delivery.Address != ""));
        var ids = await doubtful.Select(delivery => delivery.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0)
            return 0;

        var (now, state, said) = (clock.GetUtcNow(), StateAfter(answer), ExplanationOf(answer).Of(person));
        var resolved = await doubtful.Where(delivery => ids.Contains(delivery.Id)).ExecuteUpdateAsync(
            delivery => delivery
                .SetProperty(d => d.State, state)
                .SetProperty(d => d.LastReply, said)
                .SetProperty(d => d.NextAttemptAt, now)
                .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)
                // A person's word begins anew: the patience with a recipient counts from their first try.
                .SetProperty(d => d.FirstIntentAt, d => answer == DoubtAnswer.SendAgain ? null : d.FirstIntentAt)
                // What arrived did so when it was handed over, whenever a person says so.
                .SetProperty(d => d.SettledAt, d => answer == DoubtAnswer.SendAgain ? null : answer == DoubtAnswer.Landed ? d.IntentAt ?? now : now),
            cancellationToken);
        if (resolved != ids.Count)
            return null;

        db.AddRange(ids.Select(delivery => new Attempt { DeliveryId = delivery, At = now, Route = "", Outcome = state, Reply = said }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return resolved;
    }

    // What is to be sent again opens the mailing; one that was called off sends nothing more.
    private Task<int> TakeAsync(MailingId id, DoubtAnswer answer, CancellationToken cancellationToken) => answer == DoubtAnswer.SendAgain
        ? db.Set<Mailing>().Where(mailing => mailing.Id == id && mailing.CancelledAt == null).ExecuteUpdateAsync(
            mailing => mailing.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.ClosedAt, (DateTimeOffset?)null), cancellationToken)
        : db.Set<Mailing>().Where(mailing => mailing.Id == id).ExecuteUpdateAsync(
            mailing => mailing.SetProperty(m => m.State, m => m.State), cancellationToken);

    private static DeliveryState StateAfter(DoubtAnswer answer) => answer switch
    {
        DoubtAnswer.Landed => DeliveryState.Accepted,
        DoubtAnswer.SendAgain => DeliveryState.Deferred,
        _ => DeliveryState.Rejected,
    };

    private static Explanation ExplanationOf(DoubtAnswer answer) => answer switch
    {
        DoubtAnswer.Landed => DeliveryExplanations.Landed,
        DoubtAnswer.SendAgain => DeliveryExplanations.SentAgain,
        _ => DeliveryExplanations.GivenUpByPerson,
    };
}
