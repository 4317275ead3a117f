using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Takes contacts from a CSV file onto a list, in this process. The whole file is read and judged before the first row is stored, so a
/// file that is refused leaves nothing behind. Nobody who left the list, was erased or is suppressed comes back. An import
/// whose process ends once its rows are judged is carried on by whoever serves (<see cref="RunImport"/>).
/// </summary>
internal sealed class ImportContacts(
    IDbContextFactory<OutreachDb> databases, Lists lists, RunImport run, TidyImports tidy, CancelImport cancel, FindImports find, IOptions<OrganisationOptions> organisation,
    TimeProvider clock)
{
    /// <summary>Imports a file.</summary>
    /// <param name="csv">The file's bytes; read once, to the end, and not closed.</param>
    /// <param name="listKey">The list that the contacts come on.</param>
    /// <param name="options">Choices and bounds.</param>
    /// <param name="watch">Is told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Calls the import off between two ranges; what was applied by then stays.</param>
    internal async Task<ImportResult> RunAsync(
        Stream csv, string listKey, ImportOptions options, CancellationToken cancellationToken, Action<ImportProgress>? watch = null)
    {
        var languages = organisation.Value.Languages;
        if (options.Language is { } language && LanguageNames.Find(language, languages) is null)
            return new ImportResult.RequestRefused($"\"{language}\" is none of the languages {string.Join(", ", languages)}.");
        // A mistyped key makes no list: it would take people away from the one that was meant.
        if (await lists.FindAsync(listKey, cancellationToken) is not { } list)
            return new ImportResult.ListUnknown(listKey, [.. (await lists.NamesAsync(cancellationToken)).Select(known => known.Key)]);

        await tidy.ExecuteAsync(cancellationToken);
        var import = new ContactImport { ListId = list.Id, State = ImportState.Reading, Options = options, Counts = new ImportCounts(), CreatedAt = clock.GetUtcNow() };
        await using var db = databases.CreateDbContext();
        var begun = await ImportRun.BeginAsync(db, import, clock, watch, cancellationToken);
        try
        {
            await run.ExecuteAsync(begun, options, csv, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await cancel.ExecuteAsync(import.Id, CancellationToken.None);
            throw;
        }

        return await find.ResultAsync(import.Id, options.MaxReportedRows, cancellationToken);
    }
}
