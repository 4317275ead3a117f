using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Asks for campaigns.</summary>
internal sealed class Campaigns(OutreachDb db, MailingSummaries mailings)
{
    /// <summary>Some of them, the latest edit first.</summary>
    /// <param name="skip">How many of the latest to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<CampaignSummary>> LatestAsync(int skip, int take, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Campaign>().AsNoTracking()
            .OrderByDescending(campaign => campaign.EditedAt).ThenByDescending(campaign => campaign.Id)
            .Skip(skip).Take(take)
            .Select(campaign => new
            {
                campaign.Id,
                campaign.Name,
                campaign.EditedAt,
                campaign.MailingId,
                List = db.Set<ContactList>().Single(list => list.Id == campaign.ListId),
                Languages = campaign.Variants.Select(variant => variant.Language).ToList(),
            })
            .ToListAsync(cancellationToken);
        var states = await mailings.OfAsync(rows.Select(row => row.MailingId), cancellationToken);
        return [.. rows.Select(row => new CampaignSummary(
            row.Id, row.Name, row.List, row.Languages, row.EditedAt, row.MailingId is { } id ? states[id] : null))];
    }

    /// <summary>How many there are.</summary>
    internal Task<int> CountAsync(CancellationToken cancellationToken) => db.Set<Campaign>().CountAsync(cancellationToken);

    /// <summary>One with its content, list and mailing; null when there is no such campaign.</summary>
    internal async Task<CampaignDetail?> FindAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().AsNoTracking().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
        if (campaign is null)
            return null;

        var list = await db.Set<ContactList>().AsNoTracking().SingleAsync(list => list.Id == campaign.ListId, cancellationToken);
        var segment = campaign.SegmentId is { } named
            ? await db.Set<Segment>().AsNoTracking().SingleOrDefaultAsync(segment => segment.Id == named, cancellationToken)
            : null;
        var states = await mailings.OfAsync([campaign.MailingId], cancellationToken);
        return new CampaignDetail(campaign, list, segment, campaign.MailingId is { } mailing ? states[mailing] : null);
    }
}

/// <summary>A campaign in a list of them.</summary>
internal sealed record CampaignSummary(
    CampaignId Id, string Name, ContactList List, IReadOnlyList<string> Languages, DateTimeOffset EditedAt, MailingSummary? Mailing);

/// <summary>A campaign with its content, its list, the segment that narrows it, if any, and the mailing that carries it, if any.</summary>
internal sealed record CampaignDetail(Campaign Campaign, ContactList List, Segment? Segment, MailingSummary? Mailing);
