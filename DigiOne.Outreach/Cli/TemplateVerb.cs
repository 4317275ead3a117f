using System.CommandLine;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Cli;

/// <summary><c>template render</c>: what a template makes of some data, without sending anything.</summary>
internal sealed class TemplateVerb
{
    private readonly Argument<string> _file = new("file") { Description = "Template file, here or in the templates folder" };
    private readonly Option<FileInfo?> _data = new("--data") { Description = "JSON file with the data; organisation, contact, list and links are made up where it has none" };
    private readonly Option<string?> _language = new("--language") { Description = "Language; else the organisation's first" };
    private readonly Option<bool> _json = Verb.JsonOption();

    private readonly Option<string> _part = new("--part") { Description = "Which part", HelpName = "html|text|subject", DefaultValueFactory = _ => "html" };

    internal static Command Create() => new TemplateVerb().ToCommand();

    private Command ToCommand()
    {
        _part.AcceptOnlyFromAmong("html", "text", "subject");
        // No database is needed to render, and none is made.
        var render = new Command("render", "Render a template to standard output") { _file, _data, _language, _part, _json };
        render.AllowOnlyOne(_part, _json);
        render.WithServices(RenderAsync);
        return new Command("template", "Work on templates") { render };
    }

    private async Task<int> RenderAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var languages = services.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages;
        var language = parsed.GetValue(_language) ?? languages[0];
        if (!languages.Contains(language))
            return parsed.Refuse($"--language: '{language}' is none of {string.Join(", ", languages)}.");

        var data = new JsonObject();
        if (parsed.GetValue(_data) is { } file)
        {
            var (read, problem) = await DataFile.ReadAsync(file, cancellationToken);
            if (read is null)
                return parsed.Refuse(problem!);
            data = read;
        }

        var template = services.GetRequiredService<TemplateLibrary>().LoadFile(parsed.GetValue(_file)!);
        var mail = services.GetRequiredService<MailRenderer>().Render(
            template, language, services.GetRequiredService<SampleData>().Fill(data, language), cancellationToken);
        if (parsed.GetValue(_json))
            parsed.WriteJson(mail);
        else
            parsed.WriteLine(parsed.GetValue(_part) switch { "text" => mail.Text, "subject" => mail.Subject, _ => mail.Html });
        return ExitCode.Done;
    }
}
