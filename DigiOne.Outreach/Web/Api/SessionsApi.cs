using System.ComponentModel.DataAnnotations;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Info sessions.</summary>
internal static class SessionsApi
{
    private const string Path = "/api/v1/sessions";

    internal static void Map(RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Info sessions");
        sessions.MapGet("", ListAsync).Reads<SessionAnswer[]>("getSessions", "Info sessions, the latest start first");
        sessions.MapGet("/{id:guid}", ShowAsync).Reads<SessionAnswer>("getSession", "One info session");
        sessions.MapPost("", CreateAsync).Writes<SavedAnswer>("createSession", "Begin an info session; its times are local, without offset", StatusCodes.Status201Created);
        sessions.MapPut("/{id:guid}", EditAsync).Writes<SavedAnswer>("editSession", "Replace a draft's content; with revision, only if that is the newest");
        sessions.MapPost("/{id:guid}/publish", PublishAsync).Writes<SessionAnswer>("publishSession", "Schedule its invitation, and its reminder where one is wanted");
        sessions.MapDelete("/{id:guid}/publish", CancelAsync).Writes<SessionAnswer>("cancelInvitations", "Call off what it still has to send");
    }

    private static async Task<IResult> ListAsync(OutreachDb db, CancellationToken cancellationToken, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize)
    {
        var sessions = await db.Set<InfoSession>().AsNoTracking().Include(session => session.Texts)
            .OrderByDescending(session => session.StartsAt).Take(limit).ToListAsync(cancellationToken);
        var keys = await db.Set<ContactList>().ToDictionaryAsync(list => list.Id, list => list.Key, cancellationToken);
        return TypedResults.Ok(sessions.Select(session => SessionAnswer.Of(session, keys[session.ListId])).ToArray());
    }

    private static async Task<IResult> ShowAsync(Guid id, OutreachDb db, CancellationToken cancellationToken)
    {
        var sessionId = new InfoSessionId(id);
        var session = await db.Set<InfoSession>().AsNoTracking().Include(session => session.Texts)
            .SingleOrDefaultAsync(session => session.Id == sessionId, cancellationToken);
        if (session is null)
            return ApiAnswers.Missing();

        var key = await db.Set<ContactList>().Where(list => list.Id == session.ListId).Select(list => list.Key).SingleAsync(cancellationToken);
        return TypedResults.Ok(SessionAnswer.Of(session, key));
    }

    private static async Task<IResult> CreateAsync(InfoSessionDraft draft, SaveInfoSession save, CancellationToken cancellationToken) =>
        Fault(draft) ?? (await save.CreateAsync(draft, cancellationToken)).Created(Path, saved => saved.Value);

    private static async Task<IResult> EditAsync(
        Guid id, InfoSessionDraft draft, SaveInfoSession save, CancellationToken cancellationToken, int? revision = null) =>
        Fault(draft) ?? (await save.EditAsync(new InfoSessionId(id), revision, draft, cancellationToken)).Answer(saved => saved.Value);

    private static async Task<IResult> PublishAsync(
        Guid id, PublishRequest request, DueTime times, PublishInfoSession publish, OutreachDb db, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        var inviteAt = times.Read("inviteAt", request.InviteAt, problems);
        var remindAt = request.RemindAt is null ? (DateTimeOffset?)null : times.Read("remindAt", request.RemindAt, problems);
        if (problems.Count > 0)
            return ApiAnswers.Refused(problems);

        var outcome = await publish.ExecuteAsync(new InfoSessionId(id), inviteAt, remindAt, cancellationToken);
        return outcome is ScheduleOutcome<InfoSessionId>.Scheduled
            ? await ShowAsync(id, db, cancellationToken)
            : outcome.Answer(_ => ApiAnswers.Missing());
    }

    private static async Task<IResult> CancelAsync(Guid id, OutreachDb db, CancelInvitations cancel, CancellationToken cancellationToken)
    {
        var sessionId = new InfoSessionId(id);
        if (!await db.Set<InfoSession>().AnyAsync(session => session.Id == sessionId, cancellationToken))
            return ApiAnswers.Missing();
        return await cancel.ExecuteAsync(sessionId, cancellationToken)
            ? await ShowAsync(id, db, cancellationToken)
            : ApiAnswers.Conflict("Nothing of it is still to be sent.");
    }

    private static IResult? Fault(InfoSessionDraft draft)
    {
        foreach (var (language, text) in draft.Texts)
            if (text is null)
                return ApiAnswers.Refused($"texts.{language}", "null is no content.");
        // An offset here would be dropped without a word, and the session be hours off.
        if (draft.StartsAt.Kind != DateTimeKind.Unspecified)
            return ApiAnswers.Refused("startsAt", "The start is what a clock on the wall shows: without offset, its zone is timeZone.");
        return draft.EndsAt.Kind != DateTimeKind.Unspecified
            ? ApiAnswers.Refused("endsAt", "The end is what a clock on the wall shows: without offset, its zone is timeZone.")
            : null;
    }
}

/// <summary>When a session's mails go out.</summary>
/// <param name="InviteAt">The invitation; null or <c>now</c> for at once.</param>
/// <param name="RemindAt">The reminder; null for none.</param>
internal sealed record PublishRequest(string? InviteAt = null, string? RemindAt = null);

/// <summary>An info session.</summary>
internal sealed record SessionAnswer(
    Guid Id, string Sender, string List, string? FallbackLanguage, DateTime StartsAt, DateTime EndsAt, string TimeZone, string Place, string OnlineUrl,
    IReadOnlyDictionary<string, SessionText> Texts, Guid? Invitation, Guid? Reminder, int Revision, DateTimeOffset CreatedAt)
{
    internal static SessionAnswer Of(InfoSession session, string list) => new(
        session.Id.Value, session.SenderKey, list, session.FallbackLanguage, session.StartsAt, session.EndsAt, session.TimeZone, session.Place,
        session.OnlineUrl,
        session.Texts.OrderBy(text => text.Language, StringComparer.Ordinal).ToDictionary(text => text.Language, text => new SessionText(text.Title, text.Description)),
        session.InvitationId?.Value, session.ReminderId?.Value, session.Revision, session.CreatedAt);
}
