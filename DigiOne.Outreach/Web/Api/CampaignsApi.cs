using System.ComponentModel.DataAnnotations;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Newsletters.</summary>
internal static class CampaignsApi
{
    private const string Path = "/api/v1/campaigns";
    private const int LongestName = 300;

    internal static void Map(RouteGroupBuilder api)
    {
        var campaigns = api.MapGroup("/campaigns").WithTags("Campaigns");
        campaigns.MapGet("", ListAsync).Reads<CampaignAnswer[]>("getCampaigns", "Newsletters, the latest edited first");
        campaigns.MapGet("/{id:guid}", ShowAsync).Reads<CampaignAnswer>("getCampaign", "One newsletter");
        campaigns.MapPost("", CreateAsync).Writes<SavedAnswer>("createCampaign", "Begin a newsletter", StatusCodes.Status201Created);
        campaigns.MapPut("/{id:guid}", EditAsync).Writes<SavedAnswer>("editCampaign", "Replace a draft's content; with revision, only if that is the newest");
        campaigns.MapPost("/{id:guid}/preview", PreviewAsync).Reads<Dictionary<string, RenderedAnswer>>("previewCampaign", "Render it in each of its languages");
        campaigns.MapPost("/{id:guid}/test", TestAsync).Writes<IdAnswer>("testCampaign", "Send it to one address, in each of its languages");
        campaigns.MapPost("/{id:guid}/schedule", ScheduleAsync).Writes<IdAnswer>("scheduleCampaign", "Schedule it; the answer is its mailing's id");
        campaigns.MapDelete("/{id:guid}/schedule", UnscheduleAsync).Writes<CampaignAnswer>("unscheduleCampaign", "Call it off; unsent, it becomes a draft again");
    }

    private static async Task<IResult> ListAsync(OutreachDb db, CancellationToken cancellationToken, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize)
    {
        var campaigns = await db.Set<Campaign>().AsNoTracking().Include(campaign => campaign.Variants)
            .OrderByDescending(campaign => campaign.EditedAt).Take(limit).ToListAsync(cancellationToken);
        var keys = await db.Set<ContactList>().ToDictionaryAsync(list => list.Id, list => list.Key, cancellationToken);
        var segments = await db.Set<Segment>().ToDictionaryAsync(segment => segment.Id, segment => segment.Key, cancellationToken);
        return TypedResults.Ok(campaigns.Select(campaign => CampaignAnswer.Of(
            campaign, keys[campaign.ListId], campaign.SegmentId is { } segment ? segments[segment] : null)).ToArray());
    }

    private static async Task<IResult> ShowAsync(Guid id, OutreachDb db, CancellationToken cancellationToken)
    {
        var campaignId = new CampaignId(id);
        var campaign = await db.Set<Campaign>().AsNoTracking().Include(campaign => campaign.Variants)
            .SingleOrDefaultAsync(campaign => campaign.Id == campaignId, cancellationToken);
        if (campaign is null)
            return ApiAnswers.Missing();

        var key = await db.Set<ContactList>().Where(list => list.Id == campaign.ListId).Select(list => list.Key).SingleAsync(cancellationToken);
        var segment = await db.Set<Segment>().Where(segment => segment.Id == campaign.SegmentId).Select(segment => segment.Key).SingleOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(CampaignAnswer.Of(campaign, key, segment));
    }

    private static async Task<IResult> CreateAsync(CampaignDraft draft, SaveCampaign save, CancellationToken cancellationToken) =>
        Gap(draft) ?? (await save.CreateAsync(draft, cancellationToken)).Created(Path, saved => saved.Value);

    private static async Task<IResult> EditAsync(
        Guid id, CampaignDraft draft, SaveCampaign save, CancellationToken cancellationToken, int? revision = null) =>
        Gap(draft) ?? (await save.EditAsync(new CampaignId(id), revision, draft, cancellationToken)).Answer(saved => saved.Value);

    private static async Task<IResult> PreviewAsync(Guid id, PreviewCampaign preview, CancellationToken cancellationToken) =>
        await preview.ExecuteAsync(new CampaignId(id), cancellationToken) is { } mails
            ? TypedResults.Ok(mails.ToDictionary(mail => mail.Key, mail => RenderedAnswer.Of(mail.Value)))
            : ApiAnswers.Missing();

    private static async Task<IResult> TestAsync(Guid id, TestRequest request, SendTest send, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(request.Address, out var address, out var problem))
            return ApiAnswers.Refused("address", problem);
        var name = CleanText.Of(request.Name);
        if (name.Length > LongestName)
            return ApiAnswers.Refused([FieldProblem.TooLong("name", "The name", LongestName)]);
        return await send.ExecuteAsync(new CampaignId(id), address, name, cancellationToken) is { } mailing
            ? TypedResults.Ok(new IdAnswer(mailing.Value))
            : ApiAnswers.Missing();
    }

    private static async Task<IResult> ScheduleAsync(
        Guid id, ScheduleRequest request, DueTime times, ScheduleCampaign schedule, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        var dueAt = times.Read("at", request.At, problems);
        return problems.Count > 0
            ? ApiAnswers.Refused(problems)
            : (await schedule.ExecuteAsync(new CampaignId(id), dueAt, cancellationToken)).Answer(mailing => TypedResults.Ok(new IdAnswer(mailing.Value)));
    }

    private static async Task<IResult> UnscheduleAsync(Guid id, OutreachDb db, UnscheduleCampaign unschedule, CancellationToken cancellationToken)
    {
        var campaignId = new CampaignId(id);
        if (!await db.Set<Campaign>().AnyAsync(campaign => campaign.Id == campaignId, cancellationToken))
            return ApiAnswers.Missing();
        return await unschedule.ExecuteAsync(campaignId, cancellationToken)
            ? await ShowAsync(id, db, cancellationToken)
            : ApiAnswers.Conflict("It is not scheduled, or is over.");
    }

    // JSON may hold null where a dictionary or list holds things.
    private static IResult? Gap(CampaignDraft draft)
    {
        foreach (var (language, text) in draft.Variants)
            if (text is null || text.Articles?.Any(article => article is null) == true)
                return ApiAnswers.Refused($"variants.{language}", "null is no content.");
        return null;
    }
}

/// <summary>To whom a test goes.</summary>
internal sealed record TestRequest(string Address, string Name = "");

/// <summary>A newsletter.</summary>
internal sealed record CampaignAnswer(
    Guid Id, string Name, string Sender, string List, string? Segment, string? FallbackLanguage, IReadOnlyDictionary<string, CampaignText> Variants,
    Guid? Mailing, int Revision, DateTimeOffset CreatedAt, DateTimeOffset EditedAt)
{
    internal static CampaignAnswer Of(Campaign campaign, string list, string? segment) => new(
        campaign.Id.Value, campaign.Name, campaign.SenderKey, list, segment, campaign.FallbackLanguage,
        campaign.Variants.OrderBy(variant => variant.Language, StringComparer.Ordinal).ToDictionary(
            variant => variant.Language, variant => new CampaignText(variant.Subject, variant.Body, variant.Preheader, variant.Articles)),
        campaign.MailingId?.Value, campaign.Revision, campaign.CreatedAt, campaign.EditedAt);
}
