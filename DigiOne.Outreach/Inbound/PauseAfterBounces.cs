using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Inbound;

/// <summary>Pauses bulk mail to a person whose mails came back softly again and again: a mailbox that is full for weeks, say.</summary>
internal sealed class PauseAfterBounces(IOptions<InboundOptions> options, TimeProvider clock)
{
    /// <summary>Pauses it where enough came back, inside the caller's transaction.</summary>
    /// <returns>Until when; null where it does not, or a longer pause stands already.</returns>
    internal async Task<DateTimeOffset?> ExecuteAsync(OutreachDb db, ContactId contact, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = now - TimeSpan.FromDays(options.Value.SoftBounceDays);
        var bounced = await db.Set<Feedback>()
            .Where(feedback => feedback.ContactId == contact && feedback.Kind == FeedbackKind.Bounce && feedback.Permanence == Permanence.Soft && feedback.At > since)
            .Select(feedback => feedback.DeliveryId).Distinct().CountAsync(cancellationToken);
        if (bounced < options.Value.SoftBounces)
            return null;

        var until = now + TimeSpan.FromDays(options.Value.PauseDays);
        return await db.Set<Contact>().Where(row => row.Id == contact && (row.PausedUntil == null || row.PausedUntil < until))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.PausedUntil, until), cancellationToken) == 1
            ? until
            : null;
    }
}
