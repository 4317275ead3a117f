using System.CommandLine;
using System.Globalization;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Cli;

/// <summary><c>mailing</c>: list and show mailings; sending and deciding have files of their own.</summary>
internal static class MailingVerb
{
    private const int MostListed = 200;

    internal static Command Create() =>
        new("mailing", "Send mailings and see what became of them")
        {
            MailingSendVerb.Create(), CreateList(), CreateShow(), MailingDecisionVerbs.CreatePause(), MailingDecisionVerbs.CreateResume(),
            MailingDecisionVerbs.CreateEverybody(), MailingDecisionVerbs.CreateCancel(), MailingDecisionVerbs.CreateDoubt(), MailingCertificateVerb.Create(),
        };

    /// <summary>The id of a mailing.</summary>
    internal static Argument<Guid> IdArgument() => new("id")
    {
        Description = "The mailing's id, as send and list print it",
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
                return id;
            result.AddError($"'{result.Tokens[0].Value}' is no id of a mailing. See them all: mailing list");
            return default;
        },
    };

    private static Command CreateList()
    {
        var json = Verb.JsonOption();
        var tests = new Option<bool>("--tests") { Description = "With those that people sent to themselves as a test" };
        return new Command("list", "Show the mailings, the latest first") { tests, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var mailings = await services.GetRequiredService<MailingSummaries>().LatestAsync(MostListed, parsed.GetValue(tests), cancellationToken);
            var local = services.GetRequiredService<LocalTime>();
            if (parsed.GetValue(json))
                parsed.WriteJson(mailings);
            else if (mailings.Count == 0)
                parsed.WriteLine("No mailings yet. Send one: mailing send --list KEY --template FILE");
            else
                foreach (var mailing in mailings)
                    parsed.WriteLine(
                        $"{mailing.Id}  {local.Text(mailing.DueAt)}  {Word(mailing.State),-10}{$"{mailing.Accepted}/{mailing.Candidates}",15} accepted  {(mailing.Kind == MailingKind.Test ? "(test) " : "")}{mailing.Name}");
            return ExitCode.Done;
        });
    }

    private static Command CreateShow()
    {
        var (id, json) = (IdArgument(), Verb.JsonOption());
        return new Command("show", "Show a mailing's state and numbers") { id, json }.WithDatabase(async (services, parsed, cancellationToken) =>
        {
            var asked = parsed.GetValue(id);
            if (await services.GetRequiredService<FindMailing>().ExecuteAsync(new MailingId(asked), cancellationToken) is not { } found)
                return parsed.Refuse($"There is no mailing {asked}.");

            var report = MailingReport.Of(found);
            if (parsed.GetValue(json))
                parsed.WriteJson(report);
            else
                Describe(parsed, report, services.GetRequiredService<LocalTime>(), services.GetRequiredService<IOptions<OrganisationOptions>>().Value.PublicBaseUrl);
            return ExitCode.Done;
        });
    }

    private static void Describe(ParseResult parsed, MailingReport report, LocalTime local, Uri pages)
    {
        void Line(string what, object? value) => parsed.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-14}{value}"));

        Line("Name", report.Name);
        Line("State", Word(report.State));
        Line("Due", local.Text(report.DueAt));
        if (report.MissingSender is { } sender)
            Line("Waits", $"the configuration names no sender {sender}. It goes on by itself once it does, after a restart");
        if (report.WaitsUntil is { } until)
            Line("Waits", until == DateTimeOffset.MaxValue ? "for ever: the send window and the quiet times leave no time" : $"{Words(report.QuietReason)}: {local.Text(until)}");
        foreach (var limit in report.DomainLimits)
            Line("Waits", $"for the limit of {limit.Domain}: {limit.Messages}, the last planned for {local.Text(limit.LastAt)}");
        foreach (var (what, said) in MailingHaltLines.Of(report, local, pages))
            Line(what, said);
        Line("Candidates", report.Candidates);
        Line("Waiting", report.Waiting);
        if (report.Limited > 0)
            Line("At our limit", report.Limited);
        Line("Deferred", report.Deferred);
        Line("Sending", report.Sending);
        Line("Accepted", report.Accepted);
        Line("Rejected", report.Rejected);
        Line("Skipped", string.Join(", ", report.SkippedBy.Select(reason => $"{reason.Value} {Word(reason.Key)}").DefaultIfEmpty("0")));
        Line("Cancelled", report.Cancelled);
        Line("In doubt", report.InDoubt);
        if (report.SumWrongAt is { } wrong)
            Line("Sum", $"WRONG since {local.Text(wrong)}: these numbers do not add up to the candidates, and there will be no certificate. Leave the database as it is");
        Line("Content", report.ContentHash);
        Line("Certificate", Certificate(report, local));
    }

    private static string Words(QuietReason? reason) => reason switch
    {
        QuietReason.SendWindow => "for the sender's send window, which opens",
        QuietReason.Holiday => "for the public holiday, and goes out",
        _ => "for the quiet time, and goes out",
    };

    // This process issues none: it knows that one is missing, and the service knows why.
    private static string Certificate(MailingReport report, LocalTime local) => report switch
    {
        { AwaitsCertificate: true } =>
            "not written yet, although everybody is accounted for. Where that lasts, the mailing's page and the service's log say why; it is tried again",
        { Certificate: { } certificate } => $"issued {local.Text(certificate.IssuedAt)}, adds up",
        _ => "none until everybody is accounted for",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
