using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Sends a campaign, as it is now, to its author: every language, through the ledger like any mail.</summary>
internal sealed class SendTest(OutreachDb db, ScheduleMailing schedule, TemplateLibrary templates, DispatchSignal signal, TimeProvider clock)
{
    /// <summary>Sends it.</summary>
    /// <param name="id">Which campaign.</param>
    /// <param name="address">A valid address.</param>
    /// <param name="name">The recipient's name, or empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The mailing; null when there is no such campaign.</returns>
    /// <exception cref="TemplateException">The template fails with this content.</exception>
    internal async Task<MailingId?> ExecuteAsync(CampaignId id, string address, string name, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
        if (campaign is null)
            return null;

        var draft = CampaignData.Mailing(campaign, templates.LoadMail(campaign.Template), clock.GetUtcNow());
        var mailing = schedule.Add(
            draft with
            {
                Kind = MailingKind.Test,
                Lists = [],
                Recipients = [.. draft.Variants.Keys.Order(StringComparer.Ordinal).Select(language => new Recipient(address, name, language))],
            },
            cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return mailing.Id;
    }
}
