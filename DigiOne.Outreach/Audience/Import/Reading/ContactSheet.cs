using System.Text.Json;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Reads a spooled file as rows about people. Reading it again gives the same rows.</summary>
internal sealed class ContactSheet(
    SpooledFile file, ImportOptions options, IReadOnlyCollection<string> languages, IReadOnlyList<ContactAttribute> attributes)
{
    private static readonly Dictionary<string, JsonElement> NoAttributes = [];

    private readonly string _languages = string.Join(", ", languages);
    private readonly Remembered<string?> _languageOf = new(word => LanguageNames.Find(word, languages));
    private readonly Remembered<string?> _municipalityOf = new(word => Municipalities.TryFind(word, out var found) ? found.Code : null);

    /// <summary>What the columns hold; known once reading has begun.</summary>
    internal Columns? Columns { get; private set; }

    /// <summary>The rows below the heading.</summary>
    /// <exception cref="FileRefusedException">The file's structure is at fault.</exception>
    internal IEnumerable<ReadRow> Read(CancellationToken cancellationToken)
    {
        Columns? columns = null;
        var rows = 0;
        foreach (var record in new CsvRecords(file, options).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns is null)
            {
                Columns = columns = new Columns(record, attributes);
                continue;
            }

            if (++rows > options.MaxRows)
                throw new FileRefusedException(new FileFault(FileFaultKind.TooLarge, $"The file has more than {options.MaxRows} rows.", record.Line));
            yield return ReadRow(columns, record);
        }

        if (rows == 0)
            throw new FileRefusedException(new FileFault(FileFaultKind.Empty, columns is null ? "The file is empty." : "The file has a heading and no rows."));
    }

    private ReadRow ReadRow(Columns columns, CsvRecord record)
    {
        var cells = new RowCells(columns, record);
        var (address, normal) = cells.Address();
        var contact = new ContactRow(
            record.Line,
            address,
            normal,
            cells.Text(Field.Name) ?? cells.WholeName(),
            cells.Found(Field.Language, _languageOf, CellFaultKind.Language, $"This is none of the languages {_languages}.", _languages),
            cells.Found(Field.Municipality, _municipalityOf, CellFaultKind.Municipality, "This is no municipality's code or name.", ""),
            cells.Text(Field.Organisation),
            cells.Text(Field.Role),
            cells.Attributes() ?? NoAttributes);
        cells.CheckRest();
        return cells.Faults.Count > 0 ? new ReadRow(null, new RefusedRow(record.Line, cells.Faults)) : new ReadRow(contact, null);
    }
}
