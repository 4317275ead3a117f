using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Social;

namespace DigiOne.Outreach.Demo;

/// <summary>Makes what a team has on its table: something that goes out now, something planned, something unfinished.</summary>
internal sealed class DemoWorkspace(
    DemoLists lists,
    DemoDates dates,
    SaveCampaign saveCampaign,
    ScheduleCampaign scheduleCampaign,
    SaveInfoSession saveSession,
    PublishInfoSession publishSession,
    SavePost savePost,
    SchedulePost schedulePost,
    NetworkDirectory networks,
    TimeProvider clock)
{
    private CampaignId _issue;
    private InfoSessionId _session;
    private PostId _news;

    /// <summary>Fills an empty database; nothing of it is due within seconds yet.</summary>
    internal async Task SeedAsync(CancellationToken cancellationToken)
    {
        await lists.SeedAsync(cancellationToken);
        _issue = Saved(await saveCampaign.CreateAsync(DemoNewsletters.Issue, cancellationToken));
        _session = Saved(await saveSession.CreateAsync(DemoSessions.WithPartnerCity(dates.NextWeek(DayOfWeek.Wednesday, 14)), cancellationToken));
        _news = Saved(await savePost.CreateAsync(DemoPosts.News(networks), cancellationToken));
        await PlanAsync(cancellationToken);

        Saved(await saveCampaign.CreateAsync(DemoNewsletters.Draft, cancellationToken));
        Saved(await saveSession.CreateAsync(DemoSessions.Draft(dates.Next(DayOfWeek.Monday, 17, weeksLater: 3)), cancellationToken));
        Saved(await savePost.CreateAsync(DemoPosts.Draft, cancellationToken));
    }

    /// <summary>Schedules a newsletter, an invitation with its reminder, and a post, all seconds ahead.</summary>
    internal async Task<DemoPlan> ScheduleAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Scheduled(await scheduleCampaign.ExecuteAsync(_issue, now.AddSeconds(3), cancellationToken));
        Scheduled(await publishSession.ExecuteAsync(_session, now.AddSeconds(5), now.AddSeconds(9), cancellationToken));
        Scheduled(await schedulePost.ExecuteAsync(_news, now.AddSeconds(6), lateLimit: null, cancellationToken));
        return new DemoPlan(_issue, _session, _news);
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        var planned = Saved(await saveCampaign.CreateAsync(DemoNewsletters.Planned, cancellationToken));
        Scheduled(await scheduleCampaign.ExecuteAsync(planned, dates.Instant(dates.Next(DayOfWeek.Tuesday, 9)), cancellationToken));

        var joining = Saved(await saveSession.CreateAsync(
            DemoSessions.ForMunicipalities(dates.Next(DayOfWeek.Thursday, 10, weeksLater: 2)), cancellationToken));
        Scheduled(await publishSession.ExecuteAsync(
            joining,
            dates.Instant(dates.Next(DayOfWeek.Thursday, 8)),
            dates.Instant(dates.Next(DayOfWeek.Thursday, 10, weeksLater: 2).AddDays(-1)),
            cancellationToken));

        var post = Saved(await savePost.CreateAsync(DemoPosts.Planned, cancellationToken));
        Scheduled(await schedulePost.ExecuteAsync(post, dates.Instant(dates.NextWeek(DayOfWeek.Tuesday, 12)), lateLimit: null, cancellationToken));
    }

    private static TId Saved<TId>(SaveOutcome<TId> outcome) => outcome switch
    {
        SaveOutcome<TId>.Saved saved => saved.Id,
        SaveOutcome<TId>.Refused refused => throw Refuse(refused.Problems),
        _ => throw new InvalidOperationException($"The demo's content was not saved: {outcome}"),
    };

    private static void Scheduled<TId>(ScheduleOutcome<TId> outcome)
    {
        if (outcome is ScheduleOutcome<TId>.Refused refused)
            throw Refuse(refused.Problems);
        if (outcome is not ScheduleOutcome<TId>.Scheduled)
            throw new InvalidOperationException($"The demo's content was not scheduled: {outcome}");
    }

    private static InvalidOperationException Refuse(IEnumerable<FieldProblem> problems) =>
        new($"The demo's content was refused: {string.Join(' ', problems.Select(problem => $"{problem.Field}: {problem.Message}"))}");
}

/// <summary>What the demo sends within seconds.</summary>
internal sealed record DemoPlan(CampaignId Newsletter, InfoSessionId Session, PostId Post);
