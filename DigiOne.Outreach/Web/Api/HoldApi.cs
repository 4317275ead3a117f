using DigiOne.Outreach.Nodes;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Whether all mail waits, because the database was restored or copied.</summary>
internal static class HoldApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        var hold = api.MapGroup("/hold").WithTags("Hold");
        hold.MapGet("", (MailHold mail) => TypedResults.Ok(HoldAnswer.Of(mail)))
            .Reads<HoldAnswer>("getHold", "Whether all mail waits, because the database was restored or copied");
        hold.MapPost("/release", ReleaseAsync)
            .Writes<HoldAnswer>("releaseHold", "Let mail leave again from a database that was restored or copied");
    }

    private static async Task<IResult> ReleaseAsync(HttpContext http, ReleaseHold release, MailHold mail, CancellationToken cancellationToken) =>
        await release.ExecuteAsync(http.User.Identity?.Name ?? "API", cancellationToken)
            ? TypedResults.Ok(HoldAnswer.Of(mail))
            : ApiAnswers.Conflict("Nothing is held.");
}

/// <summary>Whether all mail waits.</summary>
/// <param name="MayLeave">Whether mail may leave.</param>
/// <param name="Since">Since when all waits.</param>
/// <param name="Reason">What was found: <c>restored</c>, <c>copied</c>, or <c>unproven</c> where nothing proves that the database is the newest.</param>
/// <param name="AliveAt">When the database that was found had last been served from.</param>
internal sealed record HoldAnswer(bool MayLeave, DateTimeOffset? Since, HoldReason? Reason, DateTimeOffset? AliveAt)
{
    internal static HoldAnswer Of(MailHold mail) => new(mail.MayLeave, mail.Held?.Since, mail.Held?.Reason, mail.Held?.AliveAt);
}
