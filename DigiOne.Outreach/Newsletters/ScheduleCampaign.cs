using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Hands a campaign to the delivery engine, to start at an instant.</summary>
internal sealed class ScheduleCampaign(OutreachDb db, ScheduleMailing schedule, TemplateLibrary templates)
{
    /// <summary>Schedules it.</summary>
    /// <exception cref="TemplateException">The template fails with this content.</exception>
    internal async Task<ScheduleOutcome<MailingId>> ExecuteAsync(CampaignId id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
        if (campaign is null)
            return new ScheduleOutcome<MailingId>.Missing();
        if (campaign.IsSettled)
            return new ScheduleOutcome<MailingId>.Settled();

        var segment = campaign.SegmentId is { } named ? await db.Set<Segment>().AsNoTracking().SingleAsync(row => row.Id == named, cancellationToken) : null;
        var draft = CampaignData.Mailing(campaign, templates.LoadMail(campaign.Template), dueAt) with { Segment = segment };
        var mailing = schedule.Add(draft, cancellationToken);
        campaign.MailingId = mailing.Id;
        return await db.SettleAsync(campaign, mailing.Id, cancellationToken);
    }
}
