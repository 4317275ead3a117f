using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads one mailing with all that is said of it beside its numbers.</summary>
internal sealed class FindMailing(OutreachDb db)
{
    /// <summary>The mailing; null when there is none.</summary>
    internal async Task<MailingDetails?> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().Include(mailing => mailing.Variants)
            .SingleOrDefaultAsync(mailing => mailing.Id == id, cancellationToken);
        if (mailing is null)
            return null;

        return new MailingDetails(
            mailing,
            mailing.ListId is { } listId
                ? await db.Set<ContactList>().AsNoTracking().SingleAsync(list => list.Id == listId, cancellationToken)
                : null,
            await db.Set<DueItem>().AnyAsync(
                item => item.Kind == Mailing.DueKind && item.SubjectId == id.Value && item.State == DueState.Asking, cancellationToken),
            await db.Set<Certificate>().AsNoTracking().Where(certificate => certificate.MailingId == id)
                .OrderByDescending(certificate => certificate.Version).FirstOrDefaultAsync(cancellationToken));
    }

    /// <summary>Only how far it is, for who looks every second; null when there is none.</summary>
    internal Task<MailingGlance?> StandingAsync(MailingId id, CancellationToken cancellationToken) =>
        db.Set<Mailing>().Where(mailing => mailing.Id == id)
            .Select(mailing => new MailingGlance(
                mailing.State,
                mailing.FrozenAt != null,
                mailing.CancelledAt != null,
                db.Set<DueItem>().Any(item => item.Kind == Mailing.DueKind && item.SubjectId == id.Value && item.State == DueState.Asking)))
            .SingleOrDefaultAsync(cancellationToken);
}

/// <summary>How far a mailing is.</summary>
internal sealed record MailingGlance(MailingState State, bool IsFrozen, bool IsCancelled, bool IsOverdue);

/// <summary>A mailing and what stands around it.</summary>
/// <param name="Mailing">The mailing, with its variants.</param>
/// <param name="List">The list whose people get it; null where they were named one by one.</param>
/// <param name="IsOverdue">Whether it waits for a person, because it was too late to start by itself.</param>
/// <param name="Certificate">Its newest certificate; null while it is open.</param>
public sealed record MailingDetails(Mailing Mailing, ContactList? List, bool IsOverdue, Certificate? Certificate);
