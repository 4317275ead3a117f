using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Cli;

/// <summary><c>drill</c>: tries on this machine how fast mail goes out, and that no crash loses or repeats any.</summary>
internal static class DrillVerb
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";
    private const string PostgresVariable = "OUTREACH__Storage__Postgres";

    internal static Command Create()
    {
        var verb = new Command("drill", "Try speed and safety with made-up people, in a database of its own")
        {
            DrillThroughputVerb.Create(),
            DrillCrashVerb.Create(),
            Hidden("sink", [], (parsed, cancellationToken) => SinkProcess.ServeAsync(parsed.InvocationConfiguration.Output, cancellationToken)),
        };
        var file = new Argument<string>("file");
        verb.Add(Hidden("worker", [file], (parsed, cancellationToken) => WorkerPlan.ServeAsync(parsed.GetValue(file)!, cancellationToken)));
        return verb;
    }

    internal static Option<string> EngineOption()
    {
        var engine = new Option<string>("--engine") { Description = "Database engine", HelpName = "sqlite|postgres", DefaultValueFactory = _ => Sqlite };
        engine.AcceptOnlyFromAmong(Sqlite, Postgres);
        return engine;
    }

    internal static Option<string?> PostgresOption() => new("--postgres")
    {
        Description = $"Connection string to a PostgreSQL server, where a database is made and dropped; else {PostgresVariable}",
        HelpName = "connection",
    };

    internal static Option<string?> KeepOption() => new("--keep") { Description = "Keep the data folder here", HelpName = "folder" };

    /// <summary>A whole number within bounds.</summary>
    internal static Option<int> NumberOption(string name, string description, int least, int most, int? otherwise = null)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", Required = otherwise is null };
        if (otherwise is { } value)
            option.DefaultValueFactory = _ => value;
        option.CustomParser = result => ReadNumber(result, name, least, most);
        return option;
    }

    /// <summary>
    /// Runs a drill once its engine and templates are clear, and tells what went wrong.
    /// </summary>
    /// <param name="parsed">What was said.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="postgres">What <c>--postgres</c> says.</param>
    /// <param name="run">Gets the templates folder, and the connection string for PostgreSQL.</param>
    internal static async Task<int> RunAsync(ParseResult parsed, string? engine, string? postgres, Func<string, string?, Task<int>> run)
    {
        var templates = ConfigurationPlace.Find(parsed.GetValue(Verb.Config)).Templates;
        if (!Directory.Exists(templates))
            return parsed.Refuse($"There is no folder {templates}. Start in the folder that holds config/ and templates/, or name it with --config.");

        var server = engine == Postgres ? postgres ?? Environment.GetEnvironmentVariable(PostgresVariable) : null;
        if (engine == Postgres && string.IsNullOrWhiteSpace(server))
            return parsed.Refuse($"--engine postgres needs a server: name it with --postgres or {PostgresVariable}.");
        if (server is not null && !Storage.PostgresConnectionString.IsComplete(server))
            return parsed.Refuse("--postgres: that is no connection string with a host and a database.");

        try
        {
            return await run(Path.GetFullPath(templates), server);
        }
        catch (DrillFailure failure)
        {
            parsed.WriteError(failure.Message);
            return ExitCode.Failed;
        }
    }

    private static int ReadNumber(ArgumentResult result, string name, int least, int most)
    {
        var given = result.Tokens[0].Value;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        result.AddError($"{name}: '{given}' is no number from {least} to {most}.");
        return 0;
    }

    private static Command Hidden(string name, IEnumerable<Argument> arguments, Func<ParseResult, CancellationToken, Task> run)
    {
        var verb = new Command(name) { Hidden = true };
        foreach (var argument in arguments)
            verb.Add(argument);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            await run(parsed, cancellationToken);
            return ExitCode.Done;
        });
        return verb;
    }
}
