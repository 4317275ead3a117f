using System.CommandLine;
using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Cli;

/// <summary>What people decide about a mailing: <c>pause</c>, <c>resume</c>, <c>cancel</c> and <c>doubt</c>.</summary>
internal static class MailingDecisionVerbs
{
    private static readonly Dictionary<string, DoubtAnswer> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["landed"] = DoubtAnswer.Landed,
        ["sendAgain"] = DoubtAnswer.SendAgain,
        ["giveUp"] = DoubtAnswer.GiveUp,
    };

    internal static Command CreatePause() => Create(
        new("pause", "Hold a mailing back; what is being handed over runs to its answers"),
        (services, _, id, cancellationToken) => services.GetRequiredService<PauseMailing>().PauseAsync(id, cancellationToken),
        "It is not under way, or paused already.",
        report => $"Paused; it has reached {report.Accepted}. Let it go on: mailing resume {report.Id}");

    internal static Command CreateResume() => Create(
        new("resume", "Let a paused mailing go on"),
        (services, _, id, cancellationToken) => services.GetRequiredService<PauseMailing>().ResumeAsync(id, cancellationToken),
        "It is not paused.",
        _ => "It goes on.");

    internal static Command CreateCancel() => Create(
        new("cancel", "Call a mailing off for everybody whom it has not reached"),
        (services, _, id, cancellationToken) => services.GetRequiredService<CancelMailing>().ExecuteAsync(id, cancellationToken),
        "It is over, or was called off before.",
        report => report.Accepted == 0 ? "Called off; it reached nobody." : $"Called off; it had reached {report.Accepted}.");

    internal static Command CreateDoubt()
    {
        var answer = Choice.Of(
            "--answer", "landed: they arrived. sendAgain: send them again, with the same Message-ID. giveUp: they did not arrive and are not sent", Answers);
        answer.Required = true;
        var delivery = new Option<long?>("--delivery") { Description = "The id of one delivery; without it all of the mailing that are in doubt", HelpName = "id" };
        return Create(
            new("doubt", "Say what became of messages of which nobody knows whether they arrived") { answer, delivery },
            async (services, parsed, id, cancellationToken) => await services.GetRequiredService<ResolveDoubt>().ExecuteAsync(
                id, parsed.GetValue(delivery) is { } one ? new DeliveryId(one) : null, parsed.GetValue(answer), Environment.UserName, cancellationToken) > 0,
            "Nothing of this is in doubt, or it was called off and is not sent again.",
            report => report.InDoubt == 0 ? "Nothing of it is in doubt any more." : $"{report.InDoubt} are still in doubt.");
    }

    private static Command Create(
        Command verb, Func<IServiceProvider, ParseResult, MailingId, CancellationToken, Task<bool>> decide, string otherwise, Func<MailingReport, string> said)
    {
        var (id, json) = (MailingVerb.IdArgument(), Verb.JsonOption());
        verb.Add(id);
        verb.Add(json);
        return verb.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var mailing = new MailingId(parsed.GetValue(id));
            if (await services.GetRequiredService<MailingSummaries>().FindAsync(mailing, cancellationToken) is null)
                return parsed.Refuse($"There is no mailing {mailing}.");
            if (!await decide(services, parsed, mailing, cancellationToken))
            {
                parsed.WriteError(otherwise);
                return ExitCode.Failed;
            }

            var report = MailingReport.Of((await services.GetRequiredService<FindMailing>().ExecuteAsync(mailing, cancellationToken))!);
            if (parsed.GetValue(json))
                parsed.WriteJson(report);
            else
                parsed.WriteLine(said(report));
            return ExitCode.Done;
        });
    }
}
