using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Web.Api;

/// <summary>What people decide about a mailing.</summary>
internal static class MailingDecisionsApi
{
    internal static void Map(RouteGroupBuilder mailings)
    {
        mailings.MapPost("/{id:guid}/pause", (Guid id, MailingDecision decide, PauseMailing pause, CancellationToken cancellationToken) =>
                decide.ExecuteAsync(id, mailing => pause.PauseAsync(mailing, cancellationToken), "It is not under way, or paused already.", cancellationToken))
            .Writes<MailingReport>("pauseMailing", "Hold it back; what is being handed over runs to its answers");
        mailings.MapPost("/{id:guid}/resume", (Guid id, MailingDecision decide, PauseMailing pause, CancellationToken cancellationToken) =>
                decide.ExecuteAsync(id, mailing => pause.ResumeAsync(mailing, cancellationToken), "It is not paused.", cancellationToken))
            .Writes<MailingReport>("resumeMailing", "Let a paused mailing go on");
        mailings.MapPost("/{id:guid}/everybody", (Guid id, MailingDecision decide, PassCanary pass, CancellationToken cancellationToken) =>
                decide.ExecuteAsync(id, mailing => pass.ExecuteAsync(mailing, cancellationToken), "It goes to no sample now, or is paused.", cancellationToken))
            .Writes<MailingReport>("sendToEverybody", "Let everybody else get it now, without waiting for its sample");
        mailings.MapPost("/{id:guid}/cancel", (Guid id, MailingDecision decide, CancelMailing cancel, CancellationToken cancellationToken) =>
                decide.ExecuteAsync(id, mailing => cancel.ExecuteAsync(mailing, cancellationToken), "It is over, or was called off before.", cancellationToken))
            .Writes<MailingReport>("cancelMailing", "Call it off for everybody whom it has not reached");
        mailings.MapPost("/{id:guid}/release", (Guid id, MailingDecision decide, DueItems due, CancellationToken cancellationToken) =>
                decide.ExecuteAsync(
                    id, _ => due.ReleaseAsync(Mailing.DueKind, id, cancellationToken), "It is not overdue: nobody asked whether it may start.", cancellationToken))
            .Writes<MailingReport>("releaseMailing", "Let an overdue mailing start now");
        mailings.MapPost("/{id:guid}/doubt", ResolveAsync)
            .Writes<MailingReport>("resolveDoubt", "Say what became of messages of which nobody knows whether they arrived");
    }

    private static Task<IResult> ResolveAsync(
        Guid id, DoubtRequest request, HttpContext http, MailingDecision decide, ResolveDoubt resolve, CancellationToken cancellationToken) =>
        decide.ExecuteAsync(
            id,
            async mailing => await resolve.ExecuteAsync(
                mailing, request.Delivery is { } delivery ? new DeliveryId(delivery) : null, request.Answer,
                http.User.Identity?.Name ?? "API", cancellationToken) > 0,
            "Nothing of this is in doubt, or it was called off and is not sent again.",
            cancellationToken);
}

/// <summary>Carries out a decision, and answers with the mailing as it then is.</summary>
internal sealed class MailingDecision(FindMailing find, MailingSummaries mailings)
{
    /// <summary>Carries it out.</summary>
    /// <param name="id">The mailing.</param>
    /// <param name="decide">Does it; false where the mailing does not allow it.</param>
    /// <param name="otherwise">What to say then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IResult> ExecuteAsync(Guid id, Func<MailingId, Task<bool>> decide, string otherwise, CancellationToken cancellationToken)
    {
        var mailing = new MailingId(id);
        if (await mailings.FindAsync(mailing, cancellationToken) is null)
            return ApiAnswers.Missing();
        return await decide(mailing)
            ? TypedResults.Ok(MailingReport.Of((await find.ExecuteAsync(mailing, cancellationToken))!))
            : ApiAnswers.Conflict(otherwise);
    }
}

/// <summary>What became of messages in doubt.</summary>
internal sealed record DoubtRequest
{
    /// <summary>What is to be done: <c>landed</c>, <c>sendAgain</c> or <c>giveUp</c>.</summary>
    public required DoubtAnswer Answer { get; init; }

    /// <summary>One delivery; without it all of the mailing that are in doubt.</summary>
    public long? Delivery { get; init; }
}
