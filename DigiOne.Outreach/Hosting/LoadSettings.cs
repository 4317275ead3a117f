using System.Collections;
using System.Text.Json;
using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

/// <summary>Reads and checks the whole configuration before anything starts.</summary>
internal static class LoadSettings
{
    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the file that <c>--config</c> leads to, and the process's environment.</summary>
    internal static LoadedSettings From(string? config) => From(config, Environment.GetEnvironmentVariables());

    /// <inheritdoc cref="From(string)"/>
    internal static LoadedSettings From(string? config, IDictionary environment)
    {
        var place = ConfigurationPlace.Find(config);
        try
        {
            var json = File.ReadAllBytes(place.File);
            using (var document = JsonDocument.Parse(new MemoryStream(json), Json))
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    return Refuse(place.File, "the file does not hold a section", "write { ... }");

            return Read(new ConfigurationSources(json, environment), place);
        }
        catch (JsonException problem)
        {
            var spot = $"{place.File}, line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}";
            return new LoadedSettings.Refused(place.File, [new ConfigurationProblem(spot, "this is not valid JSON", Sentence(problem))]);
        }
        catch (FormatException problem)
        {
            return Refuse(place.File, problem.Message.TrimEnd('.'), "name every setting once");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(
                place.File, "there is no such file", "start in the folder that holds config/ and templates/, or name it with --config");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refuse(place.File, "the file cannot be read", "make it readable for this process, or name another with --config");
        }
    }

    private static LoadedSettings Read(ConfigurationSources sources, ConfigurationPlace place)
    {
        var reader = new OptionsReader(sources);
        var settings = reader.Read<Settings>();
        settings.TemplateFolder = place.Templates;
        ConfigurationProblem[] problems = [.. reader.Problems, .. Consequences.LeaveOut(SettingsChecks.All(settings), reader.Unread)];
        return problems.Length > 0 ? new LoadedSettings.Refused(place.File, problems) : new LoadedSettings.Valid(place.File, settings);
    }

    private static LoadedSettings.Refused Refuse(string path, string wrong, string right) =>
        new(path, [new ConfigurationProblem(path, wrong, right)]);

    // The exception appends the place, which the path already tells.
    private static string Sentence(JsonException problem) => problem.Message.Split(" LineNumber:")[0].TrimEnd('.');
}
