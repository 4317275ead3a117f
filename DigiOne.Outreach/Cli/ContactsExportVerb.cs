using System.CommandLine;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Sheets;

namespace DigiOne.Outreach.Cli;

/// <summary><c>contacts export</c>: people, or suppressed addresses, into a CSV file.</summary>
internal sealed class ContactsExportVerb
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "The CSV file to write; one that is there is replaced" };
    private readonly Option<string?> _list = new("--list") { Description = "Only those who are or were on the list of this key", HelpName = "key" };
    private readonly Option<bool> _suppressions = new("--suppressions") { Description = "Addresses that nothing is sent to, instead of people" };

    private readonly Option<SheetSeparator> _separator = Choice.Of(
        "--separator", "What stands between two cells: semicolon is what Excel in Finnish and Swedish reads",
        Enum.GetValues<SheetSeparator>().ToDictionary(value => value.ToString().ToLowerInvariant()));

    internal static Command Create() => new ContactsExportVerb().ToCommand();

    private Command ToCommand()
    {
        _separator.DefaultValueFactory = _ => default;
        var export = new Command("export", "Write people, or suppressed addresses, into a CSV file") { _file, _list, _suppressions, _separator };
        export.AllowOnlyOne(_list, _suppressions);
        return export.WithDatabase(ExportAsync);
    }

    private async Task<int> ExportAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (separator, contacts, lists) = (parsed.GetValue(_separator), services.GetRequiredService<ExportContacts>(), services.GetRequiredService<Lists>());
        ContactList? list = null;
        if (parsed.GetValue(_list) is { } key && (list = await lists.FindAsync(key, cancellationToken)) is null)
            return parsed.Refuse(Lists.Missing(key, [.. (await lists.NamesAsync(cancellationToken)).Select(known => known.Key)]));

        await using var file = File.Create(parsed.GetValue(_file)!.FullName);
        if (parsed.GetValue(_suppressions))
            await services.GetRequiredService<ExportSuppressions>().ExecuteAsync(file, separator, cancellationToken);
        else if (list is null)
            await contacts.AllAsync(file, separator, cancellationToken);
        else
            await contacts.OfListAsync(file, list.Id, separator, cancellationToken);
        return ExitCode.Done;
    }
}
