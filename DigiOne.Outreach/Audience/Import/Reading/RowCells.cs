using System.Text.Json;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The cells of one row, and all that is wrong with them.</summary>
internal sealed class RowCells(Columns columns, CsvRecord record)
{
    private const int ExcerptLength = 60;
    private const int MaxTextLength = 300;
    private const char Replacement = '\uFFFD';

    private List<CellFault>? _faults;

    /// <summary>What was found wrong so far.</summary>
    internal IReadOnlyList<CellFault> Faults => _faults ?? [];

    /// <summary>
    /// The address as it was typed and its normal form; both empty where it is none. What hides in it is not taken away, as it is
    /// from other cells: without it, it would be another address than the one that stands there.
    /// </summary>
    internal (string Address, string Normal) Address()
    {
        var heading = columns.HeadingOf(Field.Address);
        if (columns.RawCell(record, Field.Address) is not { } cell)
            return Bad(heading, "", CellFaultKind.NoAddress, "The row has no address.");
        if (cell.Contains(Replacement, StringComparison.Ordinal))
            return Bad(heading, cell, CellFaultKind.Encoding, BadEncoding);
        if (FormulaText.IsOfAddress(cell))
            return Bad(heading, cell, CellFaultKind.Formula, $"This begins as a formula does, with {cell[0]}; no address in a list of people does.");
        if (!MailAddress.TryParse(cell, out var address, out var problem))
            return Bad(heading, cell, CellFaultKind.NotAnAddress, problem);
        return (address, AddressNormalForm.Of(address));
    }

    /// <summary>A field's text; null where there is none.</summary>
    internal string? Text(Field field)
    {
        if (columns.RawCell(record, field) is not { } raw)
            return null;
        var cell = CleanText.Of(raw);
        Check(columns.HeadingOf(field), raw, cell);
        return cell.Length == 0 ? null : cell;
    }

    /// <summary>First and last name as one; null where there is neither.</summary>
    internal string? WholeName()
    {
        var (first, last) = (Text(Field.FirstName), Text(Field.LastName));
        if (first is null || last is null)
            return first ?? last;
        var name = $"{first} {last}";
        if (name.Length > MaxTextLength)
            Add(columns.HeadingOf(Field.LastName), name, CellFaultKind.TooLong, $"The whole name is longer than {MaxTextLength} characters.", $"{MaxTextLength}");
        return name;
    }

    /// <summary>What a field's word means; null where there is none.</summary>
    internal string? Found(Field field, Remembered<string?> find, CellFaultKind kind, string otherwise, string detail)
    {
        if (columns.Cell(record, field) is not { } cell)
            return null;
        var found = find.Of(cell);
        if (found is null)
            Add(columns.HeadingOf(field), cell, kind, otherwise, detail);
        return found;
    }

    /// <summary>Attributes by key; null where the row has none.</summary>
    internal Dictionary<string, JsonElement>? Attributes()
    {
        Dictionary<string, JsonElement>? values = null;
        foreach (var (position, attribute) in columns.Attributes)
        {
            if (Columns.Cell(record, position) is not { } cell)
                continue;
            Check(columns.HeadingOf(position), cell, cell);
            if (ContactAttributes.TryRead(attribute, cell, out var value))
                (values ??= [])[attribute.Key] = value;
            else
                Add(columns.HeadingOf(position), cell, CellFaultKind.Attribute, $"This is not {ContactAttributes.Rule(attribute)}.", attribute.Type.ToString());
        }

        return values;
    }

    /// <summary>Looks at cells that no heading stands over.</summary>
    internal void CheckRest()
    {
        for (var position = columns.Count; position < record.Cells.Length; position++)
        {
            if (!string.IsNullOrWhiteSpace(record.Cells[position]))
                Add($"{position + 1}", record.Cells[position], CellFaultKind.TooManyCells, $"The row has more cells than the heading, which has {columns.Count}.", $"{columns.Count}");
        }
    }

    /// <summary>A fault of a cell, with the beginning of what it holds.</summary>
    internal static CellFault Fault(string column, string value, CellFaultKind kind, string reason, string detail = "") =>
        new(column, value.Length > ExcerptLength ? value[..(ExcerptLength - 1)] + "…" : value, kind, reason, detail);

    private const string BadEncoding = "This holds bytes of another encoding than the rest of the file, shown as \uFFFD. Save the file as \"CSV UTF-8\".";

    private void Check(string heading, string raw, string cell)
    {
        if (raw.Contains(Replacement, StringComparison.Ordinal))
            Add(heading, raw, CellFaultKind.Encoding, BadEncoding);
        else if (cell.Length > MaxTextLength)
            Add(heading, cell, CellFaultKind.TooLong, $"This is longer than {MaxTextLength} characters.", $"{MaxTextLength}");
        else if (FormulaText.Is(cell))
            Add(heading, cell, CellFaultKind.Formula, $"This begins as a formula does, with {cell[0]}.");
    }

    private (string Address, string Normal) Bad(string heading, string cell, CellFaultKind kind, string reason)
    {
        Add(heading, cell, kind, reason);
        return ("", "");
    }

    private void Add(string column, string value, CellFaultKind kind, string reason, string detail = "") =>
        (_faults ??= []).Add(Fault(column, value, kind, reason, detail));
}
