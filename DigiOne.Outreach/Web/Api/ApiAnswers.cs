using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Outcomes of use cases as HTTP answers.</summary>
internal static class ApiAnswers
{
    /// <summary>What was made: where it is, and the outcome for what was not.</summary>
    internal static IResult Created<TId>(this SaveOutcome<TId> outcome, string collection, Func<TId, Guid> id) =>
        outcome is SaveOutcome<TId>.Saved saved
            ? TypedResults.Created($"{collection}/{id(saved.Id)}", new SavedAnswer(id(saved.Id), saved.Revision))
            : outcome.Answer(id);

    /// <summary>What was kept.</summary>
    internal static IResult Answer<TId>(this SaveOutcome<TId> outcome, Func<TId, Guid> id) => outcome switch
    {
        SaveOutcome<TId>.Saved saved => TypedResults.Ok(new SavedAnswer(id(saved.Id), saved.Revision)),
        SaveOutcome<TId>.Refused refused => Refused(refused.Problems),
        SaveOutcome<TId>.Outdated => Conflict("Somebody else saved it meanwhile: read it again and edit that revision."),
        SaveOutcome<TId>.Settled => Conflict("It is scheduled or sent: its content does not change any more."),
        SaveOutcome<TId>.Missing => Missing(),
        _ => throw new InvalidOperationException(outcome.ToString()),
    };

    /// <summary>What was scheduled.</summary>
    internal static IResult Answer<TId>(this ScheduleOutcome<TId> outcome, Func<TId, IResult> scheduled) => outcome switch
    {
        ScheduleOutcome<TId>.Scheduled done => scheduled(done.Id),
        ScheduleOutcome<TId>.Refused refused => Refused(refused.Problems),
        ScheduleOutcome<TId>.Settled => Conflict("It is scheduled or sent already."),
        ScheduleOutcome<TId>.Missing => Missing(),
        _ => throw new InvalidOperationException(outcome.ToString()),
    };

    /// <summary>Every field that is wrong, at once.</summary>
    internal static IResult Refused(IEnumerable<FieldProblem> problems) =>
        TypedResults.ValidationProblem(problems.GroupBy(problem => problem.Field).ToDictionary(field => field.Key, field => field.Select(problem => problem.Message).ToArray()));

    internal static IResult Refused(string field, string problem) => Refused([new FieldProblem(field, ProblemKind.Malformed, problem)]);

    internal static IResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Not in its present state");

    internal static IResult Missing() =>
        TypedResults.Problem("There is nothing of this id.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
}

/// <summary>Something that was saved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Revision">Its revision now: name it when editing, so that nobody's edit is overwritten.</param>
internal sealed record SavedAnswer(Guid Id, int Revision);

/// <summary>Something that was made, by its id.</summary>
internal sealed record IdAnswer(Guid Id);

/// <summary>When something is to happen.</summary>
/// <param name="At">ISO 8601, with offset or in the organisation's zone; null or <c>now</c> for at once.</param>
internal sealed record ScheduleRequest(string? At = null);

/// <summary>A rendered mail.</summary>
internal sealed record RenderedAnswer(string Subject, string Html, string Text)
{
    internal static RenderedAnswer Of(Rendering.RenderedMail mail) => new(mail.Subject, mail.Html, mail.Text);
}
