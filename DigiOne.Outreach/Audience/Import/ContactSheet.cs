using System.Text.Json;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Reads a spooled file as rows about people. Reading it again gives the same rows.</summary>
internal sealed class ContactSheet(
    SpooledFile file, ImportOptions options, IReadOnlyCollection<string> languages, IReadOnlyList<ContactAttribute> attributes)
{
    private const int ExcerptLength = 60;
    private const int MaxTextLength = 300;
    private static readonly Dictionary<string, JsonElement> NoAttributes = [];

    /// <summary>Headings that mean nothing here; known once reading has begun.</summary>
    internal IReadOnlyList<string> IgnoredColumns { get; private set; } = [];

    /// <summary>The rows below the heading.</summary>
    /// <exception cref="FileRefusedException">The file's structure is at fault.</exception>
    internal IEnumerable<ReadRow> Read(CancellationToken cancellationToken)
    {
        Columns? columns = null;
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var record in new CsvRecords(file, options).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns is null)
            {
                columns = new Columns(record, attributes);
                IgnoredColumns = columns.Ignored;
                continue;
            }

            if (++rows > options.MaxRows)
                throw new FileRefusedException(new FileFault(FileFaultKind.TooLarge, $"The file has more than {options.MaxRows} rows.", record.Line));
            yield return ReadRow(columns, record, lines);
        }

        if (rows == 0)
            throw new FileRefusedException(new FileFault(FileFaultKind.Empty, columns is null ? "The file is empty." : "The file has a heading and no rows."));
    }

    private ReadRow ReadRow(Columns columns, CsvRecord record, Dictionary<string, int> lines)
    {
        var faults = new List<CellFault>();
        var known = string.Join(", ", languages);
        var (address, normal) = Address(columns, record, lines, faults);
        var contact = new ContactRow(
            record.Line,
            address,
            normal,
            Text(columns, record, Field.Name, faults) ?? WholeName(columns, record, faults),
            Found(columns, record, Field.Language, word => LanguageNames.Find(word, languages), CellFaultKind.Language, $"This is none of the languages {known}.", known, faults),
            Found(columns, record, Field.Municipality, word => Municipalities.TryFind(word, out var found) ? found.Code : null, CellFaultKind.Municipality, "This is no municipality's code or name.", "", faults),
            Text(columns, record, Field.Organisation, faults),
            Text(columns, record, Field.Role, faults),
            Attributes(columns, record, faults));

        for (var position = columns.Count; position < record.Cells.Length; position++)
        {
            if (!string.IsNullOrWhiteSpace(record.Cells[position]))
                faults.Add(Fault($"{position + 1}", record.Cells[position], CellFaultKind.TooManyCells, $"The row has more cells than the heading, which has {columns.Count}.", $"{columns.Count}"));
        }

        if (faults.Count > 0)
            return new ReadRow(null, new RefusedRow(record.Line, faults));
        lines.Add(normal, record.Line);
        return new ReadRow(contact, null);
    }

    // The line of an address is kept once its row is found right: a row that is refused for something else is no first one.
    private static (string Address, string Normal) Address(
        Columns columns, CsvRecord record, Dictionary<string, int> lines, List<CellFault> faults)
    {
        var heading = columns.HeadingOf(Field.Address);
        if (columns.Cell(record, Field.Address) is not { } cell)
        {
            faults.Add(Fault(heading, "", CellFaultKind.NoAddress, "The row has no address."));
            return ("", "");
        }

        if (!MailAddress.TryParse(cell, out var address, out var problem))
        {
            faults.Add(Fault(heading, cell, CellFaultKind.NotAnAddress, problem));
            return ("", "");
        }

        var normal = AddressNormalForm.Of(address);
        if (lines.TryGetValue(normal, out var first))
            faults.Add(Fault(heading, cell, CellFaultKind.SameAddress, $"The same address stands on line {first}; the first counts.", $"{first}"));
        return (address, normal);
    }

    private static string? WholeName(Columns columns, CsvRecord record, List<CellFault> faults)
    {
        string?[] parts = [Text(columns, record, Field.FirstName, faults), Text(columns, record, Field.LastName, faults)];
        var name = string.Join(' ', parts.Where(part => part is not null));
        if (name.Length > MaxTextLength)
            faults.Add(Fault(columns.HeadingOf(Field.LastName), name, CellFaultKind.TooLong, $"The whole name is longer than {MaxTextLength} characters.", $"{MaxTextLength}"));
        return name.Length == 0 ? null : name;
    }

    private static string? Text(Columns columns, CsvRecord record, Field field, List<CellFault> faults)
    {
        var cell = columns.Cell(record, field);
        if (cell?.Length > MaxTextLength)
            faults.Add(Fault(columns.HeadingOf(field), cell, CellFaultKind.TooLong, $"This is longer than {MaxTextLength} characters.", $"{MaxTextLength}"));
        return cell;
    }

    private static string? Found(
        Columns columns, CsvRecord record, Field field, Func<string, string?> find, CellFaultKind kind, string otherwise, string detail, List<CellFault> faults)
    {
        if (columns.Cell(record, field) is not { } cell)
            return null;
        var found = find(cell);
        if (found is null)
            faults.Add(Fault(columns.HeadingOf(field), cell, kind, otherwise, detail));
        return found;
    }

    private static Dictionary<string, JsonElement> Attributes(Columns columns, CsvRecord record, List<CellFault> faults)
    {
        Dictionary<string, JsonElement>? values = null;
        foreach (var (position, attribute) in columns.Attributes)
        {
            if (Columns.Cell(record, position) is not { } cell)
                continue;
            if (ContactAttributes.TryRead(attribute, cell, out var value))
                (values ??= [])[attribute.Key] = value;
            else
            {
                var rule = ContactAttributes.Rule(attribute);
                faults.Add(Fault(columns.HeadingOf(position), cell, CellFaultKind.Attribute, $"This is not {rule}.", attribute.Type.ToString()));
            }
        }

        return values ?? NoAttributes;
    }

    private static CellFault Fault(string column, string value, CellFaultKind kind, string reason, string detail = "") =>
        new(column, value.Length > ExcerptLength ? value[..(ExcerptLength - 1)] + "…" : value, kind, reason, detail);
}
