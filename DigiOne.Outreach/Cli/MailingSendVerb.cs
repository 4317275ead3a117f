using System.CommandLine;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Cli;

/// <summary><c>mailing send</c>: a template to the people on a list. It writes rows; the serving process sends them.</summary>
internal sealed class MailingSendVerb
{
    private readonly Option<string> _list = new("--list") { Description = "Key of the list", Required = true, HelpName = "key" };
    private readonly Option<string> _template = new("--template") { Description = "Template file, here or in the templates folder", Required = true, HelpName = "file" };
    private readonly Option<FileInfo?> _data = new("--data") { Description = "JSON file with the data that the template shows" };
    private readonly Option<string?> _at = new("--at") { Description = "When: 2027-03-01T09:00 in the organisation's zone, or with an offset; now without it", HelpName = "time" };
    private readonly Option<string?> _subject = new("--subject") { Description = "Subject; else the template's, else the list's name" };
    private readonly Option<string?> _sender = new("--sender") { Description = "Key of the sender; else the setting DefaultSender, or the only one that there is", HelpName = "key" };
    private readonly Option<string?> _fallback = new("--fallback") { Description = "Language for people in whose language there is nothing; else the organisation's first", HelpName = "language" };
    private readonly Option<string?> _name = new("--name") { Description = "What the team calls it; else the subject" };
    private readonly Option<bool> _json = Verb.JsonOption();

    internal static Command Create() => new MailingSendVerb().ToCommand();

    private Command ToCommand() =>
        new Command("send", "Send a template to the people on a list") { _list, _template, _data, _at, _subject, _sender, _fallback, _name, _json }.WithDatabase(RunAsync);

    private async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var data = new JsonObject();
        if (parsed.GetValue(_data) is { } file)
            switch (await DataFile.ReadAsync(file, cancellationToken))
            {
                case (null, var problem):
                    return parsed.Refuse(problem!);
                case var (read, _):
                    data = read;
                    break;
            }

        var request = new TemplateMailing
        {
            List = parsed.GetValue(_list)!,
            Template = services.GetRequiredService<TemplateLibrary>().LoadFile(parsed.GetValue(_template)!),
            Data = data,
            At = parsed.GetValue(_at),
            Subject = parsed.GetValue(_subject) ?? "",
            Sender = parsed.GetValue(_sender) ?? "",
            Fallback = parsed.GetValue(_fallback) ?? "",
            Name = parsed.GetValue(_name) ?? "",
        };
        switch (await services.GetRequiredService<SendTemplate>().ExecuteAsync(request, cancellationToken))
        {
            case ScheduleOutcome<MailingId>.Scheduled scheduled when parsed.GetValue(_json):
                parsed.WriteJson(new { Id = scheduled.Id.Value });
                return ExitCode.Done;
            case ScheduleOutcome<MailingId>.Scheduled scheduled:
                parsed.WriteLine($"Mailing {scheduled.Id} is scheduled. The serving process sends it; if none is running, start one: serve");
                parsed.WriteLine($"See what became of it: mailing show {scheduled.Id}");
                return ExitCode.Done;
            case ScheduleOutcome<MailingId>.Refused refused:
                return parsed.Refuse(refused.Problems);
            default:
                throw new InvalidOperationException("A new mailing is neither missing nor settled.");
        }
    }
}
