using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads the certificates of a mailing.</summary>
internal sealed class FindCertificates(OutreachDb db)
{
    /// <summary>All versions, the newest first; empty while the mailing is open or where there is none.</summary>
    internal async Task<IReadOnlyList<Certificate>> ExecuteAsync(MailingId id, CancellationToken cancellationToken) =>
        await db.Set<Certificate>().AsNoTracking().Where(certificate => certificate.MailingId == id)
            .OrderByDescending(certificate => certificate.Version).ToListAsync(cancellationToken);

    /// <summary>One version; null where there is none.</summary>
    internal Task<Certificate?> FindAsync(MailingId id, int version, CancellationToken cancellationToken) =>
        db.Set<Certificate>().AsNoTracking().SingleOrDefaultAsync(certificate => certificate.MailingId == id && certificate.Version == version, cancellationToken);
}
