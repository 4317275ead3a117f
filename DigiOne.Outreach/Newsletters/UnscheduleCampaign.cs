using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Calls a campaign off. Before its mailing has started it becomes a draft again.</summary>
internal sealed class UnscheduleCampaign(OutreachDb db, CancelMailing cancel)
{
    /// <summary>Calls it off.</summary>
    /// <returns>False when there was nothing to call off.</returns>
    internal async Task<bool> ExecuteAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Campaign>().Where(campaign => campaign.Id == id)
            .Select(campaign => campaign.MailingId).SingleOrDefaultAsync(cancellationToken);
        if (mailing is null || !await cancel.ExecuteAsync(mailing.Value, cancellationToken))
            return false;

        var unsent = db.Set<Mailing>().Where(row => row.State == MailingState.Cancelled).Select(row => row.Id);
        await db.Set<Campaign>()
            .Where(campaign => campaign.Id == id && campaign.MailingId == mailing && unsent.Contains(mailing.Value))
            .ExecuteUpdateAsync(
                campaign => campaign.SetProperty(c => c.MailingId, (MailingId?)null).SetProperty(c => c.Revision, c => c.Revision + 1),
                cancellationToken);
        return true;
    }
}
