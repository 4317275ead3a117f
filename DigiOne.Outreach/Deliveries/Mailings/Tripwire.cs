using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Watches the rejections of bulk mailings, and what comes back of them. A large one goes to its canary first and then waits; too
/// many rejections and bounces, there or later, or too many complaints, pause it until a person has looked. So does a canary of
/// which too many are in doubt: of them nobody knows whether they were rejected. So does, after the wait, one of which the
/// receivers have still put off too many.
/// </summary>
internal sealed partial class Tripwire(
    OutreachDb db, PauseMailing pause, EndCanary end, PassCanary pass, IOptions<TripwireOptions> options, TimeProvider clock, ILogger<Tripwire> logger)
{
    // One or two people who press the wrong button are no sign of anything.
    private const int FewestComplaints = 3;

    /// <summary>From so many recipients on it makes no difference how many there are. Half of them is a whole number.</summary>
    internal static int Countable(TripwireOptions options) =>
        (int)Math.Min(int.MaxValue - 1, 2 * Math.Ceiling(Math.Max(options.From, Math.Ceiling(options.SmallestCanary * 100 / options.CanaryPercent)) / 2));

    /// <summary>
    /// Every how many recipients one belongs to the canary of an audience of this size, counted up to
    /// <see cref="Countable"/>; 0 where there is no canary. One of more than half of them would be no sample.
    /// </summary>
    internal static int CanaryEvery(TripwireOptions options, int recipients)
    {
        if (recipients < options.From)
            return 0;
        var canary = Math.Max(options.SmallestCanary, (int)Math.Ceiling(recipients * options.CanaryPercent / 100));
        var every = recipients / canary;
        return every < 2 ? 0 : every;
    }

    /// <summary>Looks at every bulk mailing under way.</summary>
    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var mailings = await db.Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.Lane == Lane.Bulk && mailing.PausedAt == null
                && mailing.CancelledAt == null && mailing.CanaryState != CanaryState.Overruled)
            .Select(mailing => new { mailing.Id, mailing.CanaryState, mailing.CanaryDoneAt, mailing.ActivatedAt, IsFrozen = mailing.FrozenAt != null })
            .ToListAsync(cancellationToken);
        foreach (var mailing in mailings)
            if (await TooManyRejectedAsync(mailing.Id, cancellationToken) is { } rejections)
                await TripAsync(mailing.Id, rejections, cancellationToken);
            else if (await TooManyComplainedAsync(mailing.Id, cancellationToken) is { } complaints)
                await TripForComplaintsAsync(mailing.Id, complaints, cancellationToken);
            else if (mailing.CanaryState == CanaryState.Sending
                && await TooDoubtfulAsync(mailing.Id, isDone: mailing.CanaryDoneAt is not null, cancellationToken) is { } doubt)
                await TripAsync(mailing.Id, doubt, cancellationToken);
            else if (mailing is { CanaryState: CanaryState.Sending, IsFrozen: true, CanaryDoneAt: null, ActivatedAt: { } started })
                await end.ExecuteAsync(mailing.Id, started, cancellationToken);
            else if (mailing is { CanaryState: CanaryState.Sending, CanaryDoneAt: { } done } && clock.GetUtcNow() >= done + options.Value.CanaryWait)
                await GoOnAsync(mailing.Id, cancellationToken);
    }

    // The wait is over. What was put off at first, as by servers that do so with whoever is new to them, has had its second chance.
    private async Task GoOnAsync(MailingId id, CancellationToken cancellationToken)
    {
        if (await TooManyPutOffAsync(id, cancellationToken) is { } found)
            await TripAsync(id, found, cancellationToken);
        else
            await pass.ExecuteAsync(id, cancellationToken);
    }

    private async Task TripAsync(MailingId id, Rejections rejections, CancellationToken cancellationToken)
    {
        if (await pause.PauseAsync(id, rejections, cancellationToken))
            Log.TooManyRejected(logger, id, rejections.Rejected, rejections.Tried);
    }

    private async Task TripForComplaintsAsync(MailingId id, Rejections complaints, CancellationToken cancellationToken)
    {
        if (await pause.PauseForComplaintsAsync(id, complaints, cancellationToken))
            Log.TooManyComplained(logger, id, complaints.Rejected, complaints.Tried);
    }

    private async Task TripAsync(MailingId id, Doubt doubt, CancellationToken cancellationToken)
    {
        if (await pause.PauseForDoubtAsync(id, cancellationToken))
            Log.TooDoubtful(logger, id, doubt.InDoubt, doubt.Tried);
    }

    private async Task TripAsync(MailingId id, Deferrals deferrals, CancellationToken cancellationToken)
    {
        if (await pause.PauseForDeferralsAsync(id, cancellationToken))
            Log.TooManyPutOff(logger, id, deferrals.PutOff, deferrals.Tried);
    }

    /// <returns>The numbers where rejections pass the limit; null while they do not, or few were tried.</returns>
    private async Task<Rejections?> TooManyRejectedAsync(MailingId id, CancellationToken cancellationToken)
    {
        var (limit, least) = (options.Value.RejectedPercent / 100, options.Value.SmallestCanary);
        // What came back was accepted before: it counts as rejected, among those that were tried.
        var returned = await ReturnedAsync(id, cancellationToken);
        if (await TooManyAsync(id, Of(id).In(DeliveryState.Rejected), [DeliveryState.Accepted], limit, least, returned, cancellationToken) is not { } found)
            return null;
        // Whom a person gave up no server has rejected. They are looked for only where rejections would pause the mailing.
        var given = await GivenUpAsync(id, cancellationToken);
        var (rejected, tried) = (found.Such - given, found.Tried - given);
        return rejected > least * limit && rejected > tried * limit ? new Rejections(rejected, tried) : null;
    }

    private Task<int> ReturnedAsync(MailingId id, CancellationToken cancellationToken) =>
        db.Set<Feedback>().Where(feedback => feedback.MailingId == id && feedback.Kind != FeedbackKind.Delay)
            .Select(feedback => feedback.DeliveryId).Distinct().CountAsync(cancellationToken);

    private async Task<Rejections?> TooManyComplainedAsync(MailingId id, CancellationToken cancellationToken)
    {
        var complained = await db.Set<Feedback>().Where(feedback => feedback.MailingId == id && feedback.Kind == FeedbackKind.Complaint)
            .Select(feedback => feedback.DeliveryId).Distinct().CountAsync(cancellationToken);
        if (complained < FewestComplaints)
            return null;
        var limit = options.Value.ComplainedPercent / 100;
        var enough = (int)Math.Min(complained / limit, int.MaxValue - 1) + 1;
        var accepted = await db.Set<Delivery>().Where(delivery => delivery.MailingId == id).In(DeliveryState.Accepted).Take(enough).CountAsync(cancellationToken);
        return complained > accepted * limit ? new Rejections(complained, accepted) : null;
    }

    private Task<int> GivenUpAsync(MailingId id, CancellationToken cancellationToken)
    {
        var givenUp = db.Set<Attempt>().GivenUp();
        return Of(id).In(DeliveryState.Rejected).CountAsync(delivery => givenUp.Any(attempt => attempt.DeliveryId == delivery.Id), cancellationToken);
    }

    /// <returns>The numbers where too much of a canary is in doubt; null while it is not, or few were tried of one that is not done.</returns>
    private async Task<Doubt?> TooDoubtfulAsync(MailingId id, bool isDone, CancellationToken cancellationToken) =>
        await TooManyAsync(
            id, Of(id).In(DeliveryState.InDoubt), [DeliveryState.Accepted, DeliveryState.Rejected], options.Value.InDoubtPercent / 100,
            isDone ? 0 : options.Value.SmallestCanary, more: 0, cancellationToken)
            is { } found ? new Doubt(found.Such, found.Tried) : null;

    /// <returns>
    /// The numbers where the receivers have put off too much of a canary, be it by an answer or by the patience that they asked
    /// for; null while they have not. What waits for a limit of ours says nothing of them.
    /// </returns>
    private async Task<Deferrals?> TooManyPutOffAsync(MailingId id, CancellationToken cancellationToken) =>
        await TooManyAsync(
            id,
            Of(id).Where(delivery => delivery.Queue == DeliveryState.Deferred
                && (delivery.Attempts > 0 || EF.Functions.Like(delivery.LastReply ?? "", EndCanary.Patience))),
            [DeliveryState.Accepted, DeliveryState.Rejected, DeliveryState.InDoubt], options.Value.DeferredPercent / 100, least: 0, more: 0, cancellationToken)
            is { } found ? new Deferrals(found.Such, found.Tried) : null;

    private IQueryable<Delivery> Of(MailingId id) => db.Set<Delivery>().Where(delivery => delivery.MailingId == id);

    private async Task<(int Such, int Tried)?> TooManyAsync(
        MailingId id, IQueryable<Delivery> such, DeliveryState[] others, double limit, int least, int more, CancellationToken cancellationToken)
    {
        // They are few, and so few cannot be too many of anything: the others are counted only when it matters.
        var own = await such.CountAsync(cancellationToken);
        var count = own + more;
        if (count <= least * limit)
            return null;
        // And of those no more than it takes to outweigh them.
        var enough = (int)Math.Min(count / limit, int.MaxValue - 1) + 1;
        var tried = own + await Of(id).Where(delivery => others.Contains(delivery.Queue)).Take(enough).CountAsync(cancellationToken);
        return count > tried * limit ? (count, tried) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Mailing {Mailing} has paused itself: {Rejected} of {Tried} messages were rejected or came back")]
        internal static partial void TooManyRejected(ILogger logger, MailingId mailing, int rejected, int tried);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Mailing {Mailing} has paused itself: {Complained} of {Accepted} messages were called spam")]
        internal static partial void TooManyComplained(ILogger logger, MailingId mailing, int complained, int accepted);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Mailing {Mailing} has paused itself: {InDoubt} of its canary's {Tried} messages are in doubt")]
        internal static partial void TooDoubtful(ILogger logger, MailingId mailing, int inDoubt, int tried);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Mailing {Mailing} has paused itself: {PutOff} of its canary's {Tried} messages are put off by their receivers")]
        internal static partial void TooManyPutOff(ILogger logger, MailingId mailing, int putOff, int tried);
    }

    /// <summary>Of how many of how many messages nobody knows whether they arrived.</summary>
    private sealed record Doubt(int InDoubt, int Tried);

    /// <summary>How many of how many messages their receivers have put off.</summary>
    private sealed record Deferrals(int PutOff, int Tried);
}

/// <summary>How many of how many messages were rejected for good, or came back, or were called spam.</summary>
internal sealed record Rejections(int Rejected, int Tried);
