using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Tells where mailings stand, in a word each.</summary>
internal sealed class MailingSummaries(OutreachDb db)
{
    /// <summary>The mailings of these ids.</summary>
    internal async Task<IReadOnlyDictionary<MailingId, MailingSummary>> OfAsync(IEnumerable<MailingId?> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.OfType<MailingId>().Distinct().ToList();
        var subjects = wanted.ConvertAll(id => id.Value);
        var mailings = await db.Set<Mailing>().AsNoTracking()
            .Where(mailing => wanted.Contains(mailing.Id))
            .Select(mailing => new { mailing.Id, mailing.State, mailing.DueAt, mailing.CancelledAt })
            .ToListAsync(cancellationToken);
        var asking = await db.Set<DueItem>()
            .Where(item => item.Kind == Mailing.DueKind && subjects.Contains(item.SubjectId) && item.State == DueState.Asking)
            .Select(item => item.SubjectId)
            .ToListAsync(cancellationToken);
        return mailings.ToDictionary(
            mailing => mailing.Id,
            mailing => new MailingSummary(
                mailing.Id, mailing.State, mailing.DueAt, mailing.CancelledAt is not null, asking.Contains(mailing.Id.Value)));
    }
}

/// <summary>Where a mailing stands.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Its state.</param>
/// <param name="DueAt">When it is due, or was.</param>
/// <param name="IsCancelled">Whether a person called it off, before its start or under way.</param>
/// <param name="IsAsking">Whether it is overdue by more than its limit, and a person decides.</param>
public sealed record MailingSummary(MailingId Id, MailingState State, DateTimeOffset DueAt, bool IsCancelled, bool IsAsking);
