using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Demo;

/// <summary>Reads from the ledger how far a demo's mailings and publications are.</summary>
internal sealed class WatchDemo(OutreachDb db, MailingProgress counts)
{
    /// <summary>How far they are now.</summary>
    internal async Task<DemoProgress> LookAsync(DemoPlan plan, CancellationToken cancellationToken)
    {
        Guid[] owners = [plan.Newsletter.Value, plan.Session.Value];
        var mailings = await db.Set<Mailing>().AsNoTracking()
            .Where(mailing => owners.Contains(mailing.OwnerId!.Value))
            .OrderBy(mailing => mailing.DueAt)
            .Select(mailing => new { mailing.Id, mailing.Kind, mailing.Name })
            .ToListAsync(cancellationToken);
        var lines = new List<DemoMailing>();
        foreach (var mailing in mailings)
            lines.Add(new DemoMailing(
                mailing.Kind,
                mailing.Name,
                (await counts.CountAsync(mailing.Id, cancellationToken))!,
                await db.Set<Certificate>().AsNoTracking().SingleOrDefaultAsync(certificate => certificate.MailingId == mailing.Id, cancellationToken)));

        var publications = await db.Set<Publication>().AsNoTracking()
            .Where(publication => publication.PostId == plan.Post)
            .Select(publication => new DemoPublication(publication.Network, publication.State))
            .ToListAsync(cancellationToken);
        return new DemoProgress(lines, publications);
    }
}
