using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Schedules a session's invitation, and its reminder where one is wanted.</summary>
internal sealed class PublishInfoSession(OutreachDb db, SessionMailings mailings, ScheduleMailing schedule, TimeProvider clock)
{
    /// <summary>Publishes it.</summary>
    /// <param name="id">Which session.</param>
    /// <param name="inviteAt">When the invitation goes out.</param>
    /// <param name="remindAt">When the reminder goes out: after the invitation and before the start; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Rendering.TemplateException">A template fails with this content.</exception>
    internal async Task<ScheduleOutcome<InfoSessionId>> ExecuteAsync(
        InfoSessionId id, DateTimeOffset inviteAt, DateTimeOffset? remindAt, CancellationToken cancellationToken)
    {
        var session = await db.Set<InfoSession>().Include(session => session.Texts)
            .SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        if (session is null)
            return new ScheduleOutcome<InfoSessionId>.Missing();
        if (session.IsSettled)
            return new ScheduleOutcome<InfoSessionId>.Settled();
        if (Check(session, inviteAt, remindAt) is { Count: > 0 } problems)
            return new ScheduleOutcome<InfoSessionId>.Refused(problems);

        session.InvitationId = schedule.Add(mailings.Invitation(session, inviteAt), cancellationToken).Id;
        if (remindAt is { } at)
            session.ReminderId = schedule.Add(mailings.Reminder(session, at), cancellationToken).Id;
        return await db.SettleAsync(session, id, cancellationToken);
    }

    private List<FieldProblem> Check(InfoSession session, DateTimeOffset inviteAt, DateTimeOffset? remindAt)
    {
        var problems = new List<FieldProblem>();
        var start = SessionMailings.Start(session);
        if (start <= clock.GetUtcNow())
            problems.Add(new FieldProblem("startsAt", ProblemKind.Past, "The session has started already."));
        if (inviteAt >= start)
            problems.Add(new FieldProblem("inviteAt", ProblemKind.EndBeforeStart, "The invitation would come after the start."));
        if (remindAt is { } at && (at <= inviteAt || at >= start))
            problems.Add(new FieldProblem("remindAt", ProblemKind.EndBeforeStart, "The reminder comes after the invitation and before the start."));
        return problems;
    }
}
