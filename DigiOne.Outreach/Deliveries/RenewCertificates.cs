using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Issues a new certificate where the truth about a message in doubt came in after the mailing was closed: a process that
/// had been taken for dead was only asleep.
/// </summary>
internal sealed class RenewCertificates(OutreachDb db, IssueCertificate certificates, TimeProvider clock)
{
    // Nobody sleeps longer inside an SMTP transaction.
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>Looks at mailings that closed lately with doubt.</summary>
    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - Window;
        var outdated = await db.Set<Certificate>()
            .Where(certificate => certificate.IssuedAt > since && certificate.InDoubt > 0
                && !db.Set<Certificate>().Any(newer => newer.MailingId == certificate.MailingId && newer.Version > certificate.Version)
                && db.Set<Mailing>().Any(mailing => mailing.Id == certificate.MailingId && mailing.State == MailingState.Closed)
                && db.Set<Delivery>().Count(delivery => delivery.MailingId == certificate.MailingId && delivery.State == DeliveryState.InDoubt)
                    != certificate.InDoubt)
            .Select(certificate => certificate.MailingId)
            .ToListAsync(cancellationToken);
        foreach (var mailing in outdated)
            await certificates.AddAsync(mailing, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
