using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Shows what a campaign looks like, per language, for nobody in particular.</summary>
internal sealed class PreviewCampaign(OutreachDb db, TemplateLibrary templates, TryContent content, TimeProvider clock)
{
    /// <summary>The rendered mail per language; null when there is no such campaign.</summary>
    /// <exception cref="TemplateException">The template fails with this content.</exception>
    internal async Task<IReadOnlyDictionary<string, RenderedMail>?> ExecuteAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
        if (campaign is null)
            return null;

        var draft = CampaignData.Mailing(campaign, templates.LoadMail(campaign.Template), clock.GetUtcNow());
        var list = await db.Set<ContactList>().AsNoTracking().SingleOrDefaultAsync(list => list.Id == campaign.ListId, cancellationToken);
        return content.Execute(draft, list, cancellationToken);
    }
}
