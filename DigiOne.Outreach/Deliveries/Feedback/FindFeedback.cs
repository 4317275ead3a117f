using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads what came back.</summary>
internal sealed class FindFeedback(OutreachDb db)
{
    private const int Most = 200;

    /// <summary>Of one delivery, the first first.</summary>
    internal async Task<IReadOnlyList<Feedback>> OfDeliveryAsync(DeliveryId delivery, CancellationToken cancellationToken) =>
        await db.Set<Feedback>().AsNoTracking().Where(feedback => feedback.DeliveryId == delivery)
            .OrderBy(feedback => feedback.Id).Take(Most).ToListAsync(cancellationToken);

    /// <summary>Of all that went to one person, the newest first, with the mailings' names.</summary>
    internal async Task<IReadOnlyList<ContactFeedback>> OfContactAsync(ContactId contact, CancellationToken cancellationToken) => await (
        from feedback in db.Set<Feedback>().AsNoTracking()
        join mailing in db.Set<Mailing>() on feedback.MailingId equals mailing.Id
        where feedback.ContactId == contact
        orderby feedback.Id descending
        select new ContactFeedback(feedback, mailing.Name)).Take(Most).ToListAsync(cancellationToken);

    /// <summary>How many deliveries of a mailing something came back of.</summary>
    internal async Task<FeedbackCounts> CountAsync(MailingId mailing, CancellationToken cancellationToken)
    {
        var counts = await db.Set<Feedback>().Where(feedback => feedback.MailingId == mailing)
            .GroupBy(feedback => feedback.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Select(feedback => feedback.DeliveryId).Distinct().Count() })
            .ToDictionaryAsync(group => group.Kind, group => group.Count, cancellationToken);
        return new FeedbackCounts(counts.GetValueOrDefault(FeedbackKind.Bounce), counts.GetValueOrDefault(FeedbackKind.Complaint));
    }
}

/// <summary>What came back of a delivery to a person, with its mailing's name.</summary>
public sealed record ContactFeedback(Feedback Feedback, string Mailing);

/// <summary>How many deliveries something came back of, beside the certificate: it counts what was handed over, and stays as it is.</summary>
/// <param name="Bounced">How many did not arrive after all.</param>
/// <param name="Complained">How many recipients called it spam.</param>
public sealed record FeedbackCounts(int Bounced, int Complained);
