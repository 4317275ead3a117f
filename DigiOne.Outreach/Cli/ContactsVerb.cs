using System.CommandLine;
using DigiOne.Outreach.Audience.Import;

namespace DigiOne.Outreach.Cli;

/// <summary><c>contacts import</c>: people from a CSV file onto a list.</summary>
internal sealed class ContactsVerb
{
    private static readonly Dictionary<string, CsvEncoding> Encodings = new()
    {
        ["auto"] = CsvEncoding.Auto,
        ["unicode"] = CsvEncoding.Unicode,
        // As everybody writes it, our own messages too.
        ["windows-1252"] = CsvEncoding.Windows1252,
    };

    private const int JsonRows = 1_000;

    private readonly Argument<FileInfo> _file = new("file") { Description = "CSV with a column for the address, as spreadsheets write it" };
    private readonly Option<string> _list = new("--list") { Description = "Key of the list; list show names them all", Required = true, HelpName = "key" };

    private readonly Option<BadRows> _onError = Words<BadRows>("--on-error", "What a row that cannot be read does to the rest: nothing is imported, or it alone is left out");
    private readonly Option<KnownContacts> _existing = Words<KnownContacts>("--existing", "What a row about somebody known does");
    private readonly Option<string?> _language = new("--language") { Description = "Language of newcomers whose row says none; else the organisation's first" };
    private readonly Option<CsvEncoding> _encoding = Words("--encoding", "How the file is encoded: auto finds out; unicode is UTF-8, or UTF-16 with its mark; windows-1252 is what an older Excel writes", Encodings);
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done" };
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Write what became of every row to this CSV file" };
    private readonly Option<bool> _json = Verb.JsonOption();

    internal static Command Create() => new ContactsVerb().ToCommand();

    private Command ToCommand()
    {
        var import = new Command("import", "Take contacts from a CSV file onto a list") { _file, _list, _onError, _existing, _language, _encoding, _dryRun, _report, _json };
        return new Command("contacts", "Look after the people") { import.WithDatabase(ImportAsync) };
    }

    // The words of an enum in the case of options.
    private static Option<T> Words<T>(string name, string description)
        where T : struct, Enum => Words(name, description, Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant()));

    private static Option<T> Words<T>(string name, string description, Dictionary<string, T> words)
        where T : struct, Enum
    {
        var option = Choice.Of(name, description, words);
        option.DefaultValueFactory = _ => default;
        return option;
    }

    private async Task<int> ImportAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, report) = (parsed.GetValue(_file)!, parsed.GetValue(_report));
        if (!file.Exists)
            return parsed.Refuse($"{file}: there is no such file.");

        var options = new ImportOptions
        {
            OnError = parsed.GetValue(_onError),
            Existing = parsed.GetValue(_existing),
            Language = parsed.GetValue(_language),
            Encoding = parsed.GetValue(_encoding),
            IsTrial = parsed.GetValue(_dryRun),
            FileName = file.Name,
            MaxReportedRows = parsed.GetValue(_json) ? JsonRows : ImportReport.Shown,
        };
        await using var csv = file.OpenRead();
        var import = services.GetRequiredService<ImportContacts>();
        var result = await new ProgressScreen(parsed, parsed.GetValue(_json), hasLines: false).FollowAsync<ImportResult>(
            tell => import.RunAsync(csv, parsed.GetValue(_list)!, options, cancellationToken, progress => tell(ImportReport.Step(progress))));
        if (report is not null && ImportReport.IdOf(result) is { } id)
            await services.GetRequiredService<WriteImportReport>().ExecuteAsync(id, report, cancellationToken);
        if (parsed.GetValue(_json))
            parsed.WriteJson(ImportReport.Document(result));
        ImportReport.Explain(parsed, file, result, silent: parsed.GetValue(_json));
        return result is ImportResult.Imported ? ExitCode.Done : ExitCode.Misused;
    }
}
