using System.CommandLine;
using System.CommandLine.Parsing;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Cli;

/// <summary><c>drill throughput</c>: how many messages a second leave this machine, and what they cost.</summary>
internal sealed class DrillThroughputVerb
{
    private const int DefaultPort = 25;

    private readonly Option<int> _recipients = DrillVerb.NumberOption("--recipients", "How many made-up people", 1, 10_000_000);
    private readonly Option<int> _connections = DrillVerb.NumberOption(
        "--connections", "How many SMTP connections; the last of several is kept for transactional mail", 1, 256);

    private readonly Option<int> _size = DrillVerb.NumberOption("--size", "About how long a message is, in bytes", 4_000, 1_000_000, otherwise: 7_000);
    private readonly Option<bool> _dkim = new("--dkim") { Description = "Sign each message with RSA-2048" };
    private readonly Option<string> _engine = DrillVerb.EngineOption();
    private readonly Option<string?> _postgres = DrillVerb.PostgresOption();
    private readonly Option<string?> _keep = DrillVerb.KeepOption();
    private readonly Option<bool> _json = Verb.JsonOption();

    private readonly Option<Uri?> _relay = new("--relay")
    {
        Description = "An SMTP server that swallows mail, such as smtp-sink; else one of its own in a process beside this",
        HelpName = "smtp://host:port",
        CustomParser = ReadRelay,
    };

    internal static Command Create() => new DrillThroughputVerb().ToCommand();

    private Command ToCommand()
    {
        var verb = new Command(
            "throughput",
            "Send one mailing the whole way, and measure. Messages per second: those accepted, over the time from the start of freezing the audience to the last outcome in the ledger; making up the people is not counted.")
        {
            _recipients, _connections, _size, _dkim, _engine, _relay, _postgres, _keep, _json,
        };
        verb.SetAction((parsed, cancellationToken) => DrillVerb.RunAsync(
            parsed, parsed.GetValue(_engine), parsed.GetValue(_postgres), (templates, postgres) => RunAsync(parsed, templates, postgres, cancellationToken)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, string templates, string? postgres, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(_json);
        var plan = new ThroughputPlan
        {
            Recipients = parsed.GetValue(_recipients),
            Connections = parsed.GetValue(_connections),
            Size = parsed.GetValue(_size),
            Dkim = parsed.GetValue(_dkim),
            Postgres = postgres,
            Relay = parsed.GetValue(_relay),
            Templates = templates,
            Keep = parsed.GetValue(_keep),
            IsWatched = !json,
        };
        var screen = new ProgressScreen(parsed, isSilent: json);
        var result = await screen.FollowAsync(show => new ThroughputDrill(plan, show).RunAsync(cancellationToken));
        if (json)
            parsed.WriteJson(result);
        else
            screen.Account(
                ("Recipients", $"{result.Recipients:N0}"),
                ("Connections", $"{result.Connections}"),
                ("DKIM", result.Dkim ? "RSA-2048" : "none"),
                ("Engine", $"{result.Engine}"),
                ("Messages per second", $"{result.MessagesPerSecond:N0}"),
                ("Processor seconds per 1,000", $"{result.CpuSecondsPerThousand:N2}"),
                ("Peak memory", $"{result.PeakMemoryBytes / 1024.0 / 1024:N0} MiB"),
                ("Written for the database", $"{result.DatabaseBytesWritten / 1024.0 / 1024:N0} MiB"));
        return ExitCode.Done;
    }

    private static Uri? ReadRelay(ArgumentResult result)
    {
        var given = result.Tokens[0].Value;
        if (Uri.TryCreate(given, UriKind.Absolute, out var relay) && relay is { Scheme: "smtp", Host.Length: > 0, PathAndQuery: "" or "/", UserInfo: "" })
            return relay.Port > 0 ? relay : new UriBuilder(relay) { Port = DefaultPort }.Uri;

        result.AddError($"--relay: '{given}' is not of the form smtp://host:port.");
        return null;
    }
}
