using System.CommandLine;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Cli;

/// <summary><c>config check</c>: everything that is wrong with the configuration, without starting anything.</summary>
internal static class ConfigVerb
{
    internal static Command Create()
    {
        var json = Verb.JsonOption();
        var check = new Command("check", "Say everything that is wrong with the configuration") { json };
        check.SetAction(parsed => Check(parsed, parsed.GetValue(json)));
        return new Command("config", "Look after the configuration") { check };
    }

    private static int Check(ParseResult parsed, bool json)
    {
        var loaded = LoadSettings.From(parsed.GetValue(Verb.Config));
        var problems = (loaded as LoadedSettings.Refused)?.Problems ?? [];
        if (json)
            parsed.WriteJson(new { Valid = problems.Count == 0, loaded.File, Problems = problems });
        else if (loaded is LoadedSettings.Refused refused)
            parsed.WriteProblems(refused);
        else
            parsed.WriteLine($"{loaded.File} is right.");
        return problems.Count == 0 ? ExitCode.Done : ExitCode.Misused;
    }
}
