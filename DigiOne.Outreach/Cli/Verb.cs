using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Cli;

/// <summary>What the verbs share.</summary>
internal static class Verb
{
    /// <summary><c>--config</c>, on every verb.</summary>
    internal static readonly Option<string?> Config = new("--config")
    {
        Description = "The folder that holds config/ and templates/; without it, the working directory",
        HelpName = "folder",
        Recursive = true,
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        // It is read in a terminal, not inside a page: ä stays ä.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A verb's own <c>--json</c>.</summary>
    internal static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document and nothing else" };

    /// <summary>Refuses options of a verb that say different things of its output.</summary>
    internal static void AllowOnlyOne(this Command verb, params Option[] options) => verb.Validators.Add(result =>
    {
        var given = options.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 1)
            result.AddError($"{string.Join(" and ", given)} exclude each other: give one of them.");
    });

    /// <summary>Makes a verb run with checked settings; where they are wrong it says all that is wrong and does not run.</summary>
    internal static Command WithSettings(this Command verb, Func<Settings, ParseResult, CancellationToken, Task<int>> run)
    {
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            switch (LoadSettings.From(parsed.GetValue(Config)))
            {
                case LoadedSettings.Valid valid:
                    return await run(valid.Settings, parsed, cancellationToken);
                case LoadedSettings.Refused refused:
                    parsed.WriteProblems(refused);
                    break;
            }

            return ExitCode.Misused;
        });
        return verb;
    }

    /// <summary>Makes a verb run with all slices but without the web.</summary>
    internal static Command WithServices(this Command verb, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> run) =>
        verb.WithSettings(async (settings, parsed, cancellationToken) =>
        {
            await using var services = OutreachHost.CreateServices(settings);
            await using var scope = services.CreateAsyncScope();
            try
            {
                return await run(scope.ServiceProvider, parsed, cancellationToken);
            }
            catch (TemplateException wrong)
            {
                parsed.WriteError($"{wrong.File}:{wrong.Line}:{wrong.Column}: {wrong.Problem}");
                return ExitCode.Misused;
            }
        });

    /// <summary>Makes a verb run with all slices on a database of this version: what is pending is applied first, as <c>serve</c> does.</summary>
    internal static Command WithDatabase(this Command verb, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> run) =>
        verb.WithServices(async (services, parsed, cancellationToken) =>
        {
            await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            return await run(services, parsed, cancellationToken);
        });

    /// <summary>Says everything that is wrong with what was asked for.</summary>
    internal static int Refuse(this ParseResult parsed, IEnumerable<FieldProblem> problems)
    {
        foreach (var problem in problems)
            parsed.WriteError($"{problem.Field}: {problem.Message}");
        return ExitCode.Misused;
    }

    /// <summary>Says what is wrong in one line.</summary>
    internal static int Refuse(this ParseResult parsed, string problem)
    {
        parsed.WriteError(problem);
        return ExitCode.Misused;
    }

    internal static void WriteProblems(this ParseResult parsed, LoadedSettings.Refused refused)
    {
        var error = parsed.InvocationConfiguration.Error;
        error.WriteLine($"The configuration in {refused.File} is wrong in {refused.Problems.Count} {(refused.Problems.Count == 1 ? "place" : "places")}:");
        foreach (var problem in refused.Problems)
            error.WriteLine($"  {problem}");
    }

    internal static void WriteLine(this ParseResult parsed, string line) => parsed.InvocationConfiguration.Output.WriteLine(line);

    internal static void WriteError(this ParseResult parsed, string line) => parsed.InvocationConfiguration.Error.WriteLine(line);

    internal static void WriteJson<T>(this ParseResult parsed, T document) => parsed.WriteLine(ToJson(document));

    internal static string ToJson<T>(T document) => JsonSerializer.Serialize(document, Json);
}
