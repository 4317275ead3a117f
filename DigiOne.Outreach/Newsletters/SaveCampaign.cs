using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Begins a campaign, or keeps an edit of one that is still a draft. Bad input is refused whole.</summary>
internal sealed class SaveCampaign(OutreachDb db, CheckCampaign check, TimeProvider clock)
{
    /// <summary>Begins one.</summary>
    internal async Task<SaveOutcome<CampaignId>> CreateAsync(CampaignDraft draft, CancellationToken cancellationToken)
    {
        var found = await check.ExecuteAsync(draft, cancellationToken);
        if (found.Problems.Count > 0)
            return new SaveOutcome<CampaignId>.Refused(found.Problems);

        var now = clock.GetUtcNow();
        var campaign = new Campaign { Name = draft.Name, SenderKey = found.Sender!, ListId = found.List!.Value, SegmentId = found.Segment, CreatedAt = now, EditedAt = now };
        Fill(campaign, draft);
        db.Add(campaign);
        return await db.KeepAsync(campaign, cancellationToken);
    }

    /// <summary>Keeps an edit.</summary>
    /// <param name="id">Of which campaign.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The whole campaign as it is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<CampaignId>> EditAsync(
        CampaignId id, int? revision, CampaignDraft draft, CancellationToken cancellationToken)
    {
        var campaign = await db.Set<Campaign>().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
        if (!campaign.MayBeEdited(revision, out var refusal))
            return refusal;

        var found = await check.ExecuteAsync(draft, cancellationToken);
        if (found.Problems.Count > 0)
            return new SaveOutcome<CampaignId>.Refused(found.Problems);

        campaign.SenderKey = found.Sender!;
        campaign.ListId = found.List!.Value;
        campaign.SegmentId = found.Segment;
        Fill(campaign, draft);
        return await db.KeepAsync(campaign, cancellationToken);
    }

    private void Fill(Campaign campaign, CampaignDraft draft)
    {
        campaign.Name = draft.Name.Trim();
        campaign.FallbackLanguage = draft.FallbackLanguage.Length == 0 ? null : draft.FallbackLanguage;
        campaign.EditedAt = clock.GetUtcNow();
        campaign.Variants.Follow(
            draft.Variants, variant => variant.Language, language => new CampaignVariant { Language = language, Subject = "" }, Fill);
    }

    private static void Fill(CampaignVariant variant, CampaignText text)
    {
        variant.Subject = text.Subject.Trim();
        variant.Preheader = text.Preheader.Trim();
        variant.Body = text.Body;
        variant.Articles = text.Articles ?? [];
    }
}
