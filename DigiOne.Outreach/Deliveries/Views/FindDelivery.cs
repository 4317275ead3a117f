using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads all that became of one delivery.</summary>
internal sealed class FindDelivery(OutreachDb db, SenderDirectory senders, FindFeedback feedback)
{
    /// <summary>The delivery; null when there is none.</summary>
    internal async Task<DeliveryDetails?> ExecuteAsync(DeliveryId id, CancellationToken cancellationToken)
    {
        var delivery = await db.Set<Delivery>().AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == id, cancellationToken);
        if (delivery is null)
            return null;

        var attempts = await db.Set<Attempt>().AsNoTracking().Where(attempt => attempt.DeliveryId == id)
            .OrderBy(attempt => attempt.Id).ToListAsync(cancellationToken);
        var mailing = await db.Set<Mailing>().Where(mailing => mailing.Id == delivery.MailingId)
            .Select(mailing => new DeliveryMailing(
                mailing.Name, mailing.Kind, mailing.DueAt, mailing.SenderKey, mailing.Lane, mailing.HonoursQuietTimes, mailing.PausedAt != null,
                mailing.CanaryState == CanaryState.Sending ? mailing.ActivatedAt : null))
            .SingleAsync(cancellationToken);
        var isMissing = !senders.TryFind(mailing.SenderKey, out _);
        return new DeliveryDetails(delivery, mailing with { IsSenderMissing = isMissing }, Told(delivery, attempts))
        {
            Feedback = await feedback.OfDeliveryAsync(id, cancellationToken),
        };
    }

    // The try that ended it stands on the delivery itself; what a person said of doubt is no try, and stands among them.
    private static List<Attempt> Told(Delivery delivery, List<Attempt> attempts)
    {
        if (delivery is not { SettledAt: { } at, Route: { } route } || attempts.LastOrDefault()?.Outcome == delivery.State)
            return attempts;

        var last = new Attempt
        {
            DeliveryId = delivery.Id,
            Epoch = delivery.ClaimEpoch,
            At = at,
            Route = route,
            Outcome = delivery.State,
            Reply = delivery.LastReply ?? "",
        };
        // The truth that came late stands for the doubt of the same try.
        return [.. attempts.Where(attempt => attempt.Epoch != last.Epoch), last];
    }
}

/// <summary>A delivery with its tries.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Mailing">What of its mailing concerns it.</param>
/// <param name="Attempts">Its tries and what people decided between them, the first one first.</param>
public sealed record DeliveryDetails(Delivery Delivery, DeliveryMailing Mailing, IReadOnlyList<Attempt> Attempts)
{
    /// <summary>What came back of it, the first first.</summary>
    public IReadOnlyList<Feedback> Feedback { get; init; } = [];

    /// <summary>Whether it came back for good or this time.</summary>
    internal bool HasBounced => Feedback.Any(feedback => feedback.Kind == FeedbackKind.Bounce);

    /// <summary>
    /// How often it was tried, by what is told of each. <see cref="Delivery.Attempts"/> counts intents, and there is none
    /// where no relay could be reached or no message made.
    /// </summary>
    internal int Tries => Attempts.Count(attempt => !attempt.IsDecision);

    /// <summary>Whether its mailing's canary is sent to and it is none of that: those are due before their mailing's start.</summary>
    internal bool AwaitsCanary => Delivery.State == DeliveryState.Waiting && Delivery.NextAttemptAt >= Mailing.CanarySince;
}

/// <summary>What of a mailing concerns one of its deliveries.</summary>
/// <param name="Name">What the team calls it.</param>
/// <param name="Kind">What it is to the people who get it.</param>
/// <param name="DueAt">When it is due, or was.</param>
/// <param name="SenderKey">Key of its sender.</param>
/// <param name="Lane">Which queue it goes through.</param>
/// <param name="HonoursQuietTimes">Whether it waits for the end of quiet times.</param>
/// <param name="IsPaused">Whether nobody is handed over for now.</param>
/// <param name="CanarySince">When it started, while only its canary is sent to; otherwise null.</param>
public sealed record DeliveryMailing(
    string Name, MailingKind Kind, DateTimeOffset DueAt, string SenderKey, Lane Lane, bool HonoursQuietTimes, bool IsPaused, DateTimeOffset? CanarySince)
{
    /// <summary>Whether the configuration names no such sender: what is not sent waits for that.</summary>
    public bool IsSenderMissing { get; init; }
}
