using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Deals with closed mailings of which more is known than when they closed: what was in doubt has an answer, because a
/// process that had been taken for dead was only asleep, or a person has spoken. They get a new certificate, and open again
/// where the answer was that a message is to be tried once more.
/// </summary>
internal sealed class RenewCertificates(OutreachDb db, IssueCertificate certificates, DispatchSignal signal)
{
    /// <summary>Looks at all that closed with doubt.</summary>
    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await ReopenAsync(cancellationToken);
        var outdated = await Doubtful()
            .Where(certificate => db.Set<Delivery>().Count(delivery => delivery.MailingId == certificate.MailingId && delivery.Queue == DeliveryState.InDoubt)
                != certificate.InDoubt)
            .Select(certificate => certificate.MailingId)
            .ToListAsync(cancellationToken);
        foreach (var mailing in outdated)
            await RenewAsync(mailing, cancellationToken);
    }

    /// <summary>Issues a closed mailing's next certificate. Where it cannot now, the next look does.</summary>
    internal Task RenewAsync(MailingId id, CancellationToken cancellationToken) => certificates.ExecuteAsync(
        id,
        () => db.Set<Mailing>().Where(row => row.Id == id && row.State == MailingState.Closed)
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, (DateTimeOffset?)null), cancellationToken),
        cancellationToken);

    // A late answer may say "later", and closing may have overlooked it by an instant: the claimers see open mailings only.
    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        var doubtful = Doubtful().Select(certificate => certificate.MailingId);
        var open = db.Set<Delivery>().Open();
        var reopened = await db.Set<Mailing>()
            .Where(mailing => doubtful.Contains(mailing.Id) && mailing.State == MailingState.Closed && open.Any(delivery => delivery.MailingId == mailing.Id))
            .ExecuteUpdateAsync(
                mailing => mailing.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.ClosedAt, (DateTimeOffset?)null), cancellationToken);
        if (reopened > 0)
            signal.Raise();
    }

    // In a closed mailing nothing but doubt can still change.
    private IQueryable<Certificate> Doubtful() => db.Set<Certificate>().Where(
        certificate => certificate.InDoubt > 0
            && !db.Set<Certificate>().Any(newer => newer.MailingId == certificate.MailingId && newer.Version > certificate.Version)
            && db.Set<Mailing>().Any(mailing => mailing.Id == certificate.MailingId && mailing.State == MailingState.Closed));
}
