using System.Data;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Takes contacts from a CSV file onto a list. The whole file is read and judged before the first row is stored, so a
/// file that is refused leaves nothing behind. Nobody who left the list, who was erased or whose address is suppressed comes back.
/// Rows are stored in batches; an import that was cut off is finished by running it again.
/// </summary>
internal sealed partial class ImportContacts(
    IDbContextFactory<OutreachDb> databases,
    Lists lists,
    ContactAttributes attributes,
    ErasedAddresses erased,
    IOptions<OrganisationOptions> organisation,
    IOptions<StorageOptions> storage,
    TimeProvider time,
    ILogger<ImportContacts> logger)
{
    // A batch holds SQLite's one writer for some 20 ms.
    private const int BatchSize = 500;

    /// <summary>Imports a file.</summary>
    /// <param name="csv">The file's bytes; read once, to the end, and not closed.</param>
    /// <param name="listKey">The list that the contacts come on.</param>
    /// <param name="options">Choices and bounds.</param>
    /// <param name="cancellationToken">Ends the import between two batches.</param>
    internal async Task<ImportResult> RunAsync(Stream csv, string listKey, ImportOptions options, CancellationToken cancellationToken)
    {
        var languages = organisation.Value.Languages.AsReadOnly();
        var language = options.Language is { } said ? LanguageNames.Find(said, languages) : languages.FirstOrDefault("fi");
        if (language is null)
            return new ImportResult.RequestRefused($"\"{options.Language}\" is none of the languages {string.Join(", ", languages)}.");
        // A mistyped key makes no list: it would take people away from the one that was meant.
        if (await lists.FindAsync(listKey, cancellationToken) is not { } list)
            return new ImportResult.ListUnknown(listKey, [.. (await lists.NamesAsync(cancellationToken)).Select(known => known.Key)]);

        try
        {
            using var file = await SpooledFile.OfAsync(csv, options, storage, cancellationToken);
            var sheet = new ContactSheet(file, options, languages, attributes.All);
            var (rows, refused) = Judge(sheet, options, cancellationToken);
            if (refused.Count > 0 && options.OnError == BadRows.Refuse)
                return new ImportResult.RowsRefused(rows, refused);

            var counts = await StoreAsync(sheet, new ContactBatch(list.Id, language, options, erased, time), cancellationToken);
            Log.Imported(logger, rows, list.Id.Value, counts.Created, counts.Subscribed, counts.KeptOut, refused.Count);
            return new ImportResult.Imported(list, counts with { Rows = rows }, refused, sheet.IgnoredColumns);
        }
        catch (FileRefusedException refusal)
        {
            return new ImportResult.FileRefused(refusal.Fault);
        }
    }

    private static (int Rows, RefusedRows Refused) Judge(ContactSheet sheet, ImportOptions options, CancellationToken cancellationToken)
    {
        var (rows, count, first) = (0, 0, new List<RefusedRow>());
        foreach (var row in sheet.Read(cancellationToken))
        {
            rows++;
            if (row.Refused is null)
                continue;
            count++;
            if (first.Count < options.MaxReportedRows)
                first.Add(row.Refused);
        }

        return (rows, new RefusedRows(count, first));
    }

    private async Task<ImportCounts> StoreAsync(ContactSheet sheet, ContactBatch batch, CancellationToken cancellationToken)
    {
        var counts = new ImportCounts();
        await using var db = databases.CreateDbContext();
        foreach (var contacts in sheet.Read(cancellationToken).Select(row => row.Contact).OfType<ContactRow>().Chunk(BatchSize))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            counts += await batch.StoreAsync(db, contacts, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return counts;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "Imported {Rows} rows onto list {List}: {Created} new contacts, {Subscribed} subscribed, {KeptOut} kept out, {Refused} refused")]
        internal static partial void Imported(ILogger logger, int rows, Guid list, int created, int subscribed, int keptOut, int refused);
    }
}
