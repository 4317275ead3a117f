using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Says where a mailing stands, with the certificate's numbers.</summary>
internal sealed class ShowMailing(OutreachDb db, MailingProgress progress)
{
    /// <summary>The report; null when there is no such mailing.</summary>
    internal async Task<MailingReport?> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (mailing is null)
            return null;

        // The certificate first: what closes between two queries must not show as closed without its numbers adding up.
        var certificate = await db.Set<Certificate>().AsNoTracking().Where(row => row.MailingId == id)
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        var due = await db.Set<DueItem>().Where(item => item.Kind == Mailing.DueKind && item.SubjectId == id.Value)
            .Select(item => (DueState?)item.State).SingleOrDefaultAsync(cancellationToken);
        var counts = (await progress.CountAsync(id, cancellationToken))!;
        var accepted = db.Set<Delivery>().Where(delivery => delivery.MailingId == id && delivery.AcceptedAt != null);
        return new MailingReport
        {
            Id = id.Value,
            Name = mailing.Name,
            Kind = mailing.Kind,
            State = MailingStandings.Of(mailing.State, due),
            DueAt = mailing.DueAt,
            Candidates = counts.Candidates,
            Waiting = counts.Waiting,
            Deferred = counts.Deferred,
            Sending = counts.Sending,
            Accepted = counts.Accepted,
            Rejected = counts.Rejected,
            Skipped = counts.Skipped,
            SkippedBy = counts.SkippedBy,
            Cancelled = counts.Cancelled,
            InDoubt = counts.InDoubt,
            AddsUp = counts.AddsUp,
            ContentHash = mailing.ContentHash,
            Approver = mailing.Approver,
            FirstAcceptedAt = await accepted.MinAsync(delivery => delivery.AcceptedAt, cancellationToken),
            LastAcceptedAt = await accepted.MaxAsync(delivery => delivery.AcceptedAt, cancellationToken),
            ClosedAt = mailing.ClosedAt,
            Certificate = certificate is null ? null : CertificateReport.Of(certificate),
        };
    }

    /// <summary>Mailings, the latest due first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<ListedMailing>> ListAsync(int most, CancellationToken cancellationToken)
    {
        var mailings = await db.Set<Mailing>().AsNoTracking()
            .OrderByDescending(mailing => mailing.DueAt)
            .Take(most)
            .Select(mailing => new { mailing.Id, mailing.Name, mailing.Kind, mailing.State, mailing.DueAt, mailing.Candidates })
            .ToListAsync(cancellationToken);
        var asking = await db.Set<DueItem>().Where(item => item.Kind == Mailing.DueKind && item.State == DueState.Asking)
            .Select(item => item.SubjectId).ToHashSetAsync(cancellationToken);
        return
        [
            .. mailings.Select(mailing => new ListedMailing(
                mailing.Id.Value,
                mailing.Name,
                mailing.Kind,
                MailingStandings.Of(mailing.State, asking.Contains(mailing.Id.Value) ? DueState.Asking : null),
                mailing.DueAt,
                mailing.Candidates)),
        ];
    }
}
