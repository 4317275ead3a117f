using System.CommandLine;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Cli;

/// <summary><c>drill crash</c>: kills the sending process again and again, and compares what arrived with the ledger.</summary>
internal sealed class DrillCrashVerb
{
    private const int Shown = 10;

    private readonly Option<int> _recipients = DrillVerb.NumberOption(
        "--recipients", $"How many made-up people; {CrashPlan.RecipientsPerKill} or more per kill", 1, 1_000_000);

    private readonly Option<int> _kills = DrillVerb.NumberOption("--kills", "How often to kill while deliveries are outstanding", 1, 10_000);
    private readonly Option<int> _nodes = DrillVerb.NumberOption("--nodes", "How many processes send together; more than one on PostgreSQL only", 1, 16, otherwise: 1);
    private readonly Option<string> _engine = DrillVerb.EngineOption();
    private readonly Option<string?> _postgres = DrillVerb.PostgresOption();
    private readonly Option<string?> _keep = DrillVerb.KeepOption();
    private readonly Option<bool> _json = Verb.JsonOption();

    internal static Command Create() => new DrillCrashVerb().ToCommand();

    private Command ToCommand()
    {
        var verb = new Command(
            "crash",
            "Kill the sending process at every point where mail could be lost or sent twice, and compare what a mail server got with the ledger. "
                + "Ends with 0 only if nobody is lost, nobody got it twice, and each kill left at most one message per connection in doubt.")
        {
            _recipients, _kills, _nodes, _engine, _postgres, _keep, _json,
        };
        verb.SetAction((parsed, cancellationToken) => DrillVerb.RunAsync(
            parsed, parsed.GetValue(_engine), parsed.GetValue(_postgres), (templates, postgres) => RunAsync(parsed, templates, postgres, cancellationToken)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, string templates, string? postgres, CancellationToken cancellationToken)
    {
        var plan = new CrashPlan
        {
            Recipients = parsed.GetValue(_recipients),
            Kills = parsed.GetValue(_kills),
            Nodes = parsed.GetValue(_nodes),
            Postgres = postgres,
            Templates = templates,
            Keep = parsed.GetValue(_keep),
        };
        if (OperatingSystem.IsWindows())
            return parsed.Refuse("Windows has no signals that put a process to sleep: run this drill on Linux or macOS.");
        if (plan.Nodes > 1 && postgres is null)
            return parsed.Refuse("--nodes: beside SQLite one process serves; several need --engine postgres.");
        if (plan.Recipients < (long)plan.Kills * CrashPlan.RecipientsPerKill)
            return parsed.Refuse($"--recipients: {plan.Kills} kills need {(long)plan.Kills * CrashPlan.RecipientsPerKill} recipients or more, so that there is mail left for each.");

        var json = parsed.GetValue(_json);
        var screen = new ProgressScreen(parsed, isSilent: json);
        var (result, comparison) = await screen.FollowAsync(show => new CrashDrill(plan, new Random(), TimeProvider.System, show).RunAsync(cancellationToken));
        if (json)
            parsed.WriteJson(result);
        else
            screen.Account(
                ("Engine", $"{result.Engine}"),
                ("Nodes", $"{result.Nodes}"),
                ("Recipients", $"{result.Recipients:N0}"),
                ("Kills", $"{result.Kills:N0}"),
                ("Accepted", $"{result.Accepted:N0}"),
                ("Lost", $"{result.Lost:N0}"),
                ("Sent twice", $"{result.SentTwice:N0}"),
                ("In doubt", $"{result.InDoubt:N0}"),
                ("Most in doubt per kill", $"{result.MaxInDoubtPerKill:N0}"));
        Name(parsed, "Lost", comparison.Lost);
        Name(parsed, "Sent twice", comparison.SentTwice);
        Name(parsed, "In doubt beyond one message a connection", comparison.Unpromised);
        return result.Holds() ? ExitCode.Done : ExitCode.Failed;
    }

    // They are made up, so that they may be named.
    private static void Name(ParseResult parsed, string what, IReadOnlyList<string> people)
    {
        if (people.Count > 0)
            parsed.WriteError($"{what}: {string.Join(", ", people.Take(Shown))}{(people.Count > Shown ? $" and {people.Count - Shown} more" : "")}");
    }
}
