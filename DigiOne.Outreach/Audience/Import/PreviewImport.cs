using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>A column of a file as somebody sees it who says what it holds.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Meaning">What it holds (<see cref="ImportOptions.Columns"/>); empty for nothing.</param>
/// <param name="Samples">Its first cells.</param>
public sealed record PreviewColumn(string Heading, string Meaning, IReadOnlyList<string> Samples);

/// <summary>The beginning of a file.</summary>
/// <param name="Encoding">The encoding in which it was read; empty where it could not be.</param>
/// <param name="Columns">Its columns; none where it could not be read.</param>
/// <param name="Fault">Why it cannot be imported as it stands; null where it can.</param>
public sealed record ImportPreview(string Encoding, IReadOnlyList<PreviewColumn> Columns, FileFault? Fault);

/// <summary>Shows the beginning of a file that is kept as a draft, as it would be read.</summary>
internal sealed class PreviewImport(
    IDbContextFactory<OutreachDb> databases, ContactAttributes attributes, IOptions<OrganisationOptions> organisation, IOptions<StorageOptions> storage)
{
    private const int Samples = 3;
    private const int LongestSample = 40;

    /// <summary>What the columns may hold, by the words of <see cref="ImportOptions.Columns"/>.</summary>
    internal IReadOnlyList<string> Meanings => [.. Headings.FieldWords, .. attributes.All.Select(attribute => attribute.Key)];

    /// <summary>The languages that newcomers may read.</summary>
    internal IReadOnlyList<string> Languages => organisation.Value.Languages.AsReadOnly();

    /// <summary>Reads the beginning.</summary>
    internal async Task<ImportPreview> ExecuteAsync(ContactImport import, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var csv = new StoredFile(db, import.Id);
        var encoding = "";
        var records = new List<CsvRecord>();
        try
        {
            using var file = await SpooledFile.OfAsync(csv, import.Options, storage, cancellationToken);
            encoding = file.EncodingName;
            records.AddRange(new CsvRecords(file, import.Options).Read().Take(1 + Samples));
            if (records.Count == 0)
                throw new FileRefusedException(new FileFault(FileFaultKind.Empty, "The file is empty."));
            var columns = new Columns(records[0], attributes.All, import.Options.Columns);
            return new ImportPreview(encoding, [.. columns.Meanings.Select((column, position) => Column(column.Heading, column.Meaning, position, records))], null);
        }
        catch (FileRefusedException refusal)
        {
            var headings = records.Count == 0 ? [] : records[0].Cells;
            return new ImportPreview(encoding, [.. headings.Select((heading, position) => Column(CleanText.Of(heading), "", position, records))], refusal.Fault);
        }
    }

    private static PreviewColumn Column(string heading, string meaning, int position, List<CsvRecord> records) =>
        new(heading, meaning, [.. records.Skip(1).Select(record => Columns.Cell(record, position) ?? "").Select(Short)]);

    private static string Short(string text) => text.Length <= LongestSample ? text : $"{text.AsSpan(0, LongestSample - 1)}…";
}
