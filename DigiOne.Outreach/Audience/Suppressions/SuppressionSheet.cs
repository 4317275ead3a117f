using System.Text;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Audience;

/// <summary>A row of a file of suppressions as it was read: an address, or what is wrong.</summary>
internal readonly record struct SuppressionRow(int Line, string? NormalAddress, SuppressionReason Reason, string Note, RefusedRow? Refused);

/// <summary>
/// Reads addresses, with a reason and a note where there are columns for them, from the CSV files that other systems write;
/// a file may as well be nothing but one address in each line.
/// </summary>
internal sealed class SuppressionSheet(SpooledFile file, ImportOptions options, SuppressionReason otherwise)
{
    private static readonly string[] AddressHeadings =
        ["email", "emailaddress", "mail", "address", "sähköposti", "sähköpostiosoite", "osoite", "epost", "epostadress", "adress", "recipient"];

    private static readonly string[] ReasonHeadings = ["reason", "type", "status", "syy", "orsak"];
    private static readonly string[] NoteHeadings = ["note", "comment", "description", "huomautus", "anteckning"];

    private static readonly Dictionary<string, SuppressionReason> Words = new()
    {
        ["hardbounce"] = SuppressionReason.HardBounce,
        ["hard"] = SuppressionReason.HardBounce,
        ["bounce"] = SuppressionReason.HardBounce,
        ["bounced"] = SuppressionReason.HardBounce,
        ["cleaned"] = SuppressionReason.HardBounce,
        ["complaint"] = SuppressionReason.Complaint,
        ["complained"] = SuppressionReason.Complaint,
        ["spam"] = SuppressionReason.Complaint,
        ["unsubscribed"] = SuppressionReason.Unsubscribed,
        ["unsubscribe"] = SuppressionReason.Unsubscribed,
        ["byhand"] = SuppressionReason.ByHand,
        ["manual"] = SuppressionReason.ByHand,
        ["blocklisted"] = SuppressionReason.ByHand,
        ["blocked"] = SuppressionReason.ByHand,
    };

    /// <summary>The words that a column of reasons may hold.</summary>
    internal static IEnumerable<string> ReasonWords => Words.Keys;

    /// <summary>Its rows.</summary>
    /// <exception cref="FileRefusedException">There is nothing in it, or no column of addresses.</exception>
    internal IEnumerable<SuppressionRow> Read(CancellationToken cancellationToken)
    {
        (int Address, int? Reason, int? Note)? columns = null;
        var isAny = false;
        foreach (var record in new CsvRecords(file, options).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns is null)
            {
                var isHeading = !Array.Exists(record.Cells, cell => MailAddress.TryParse(cell, out _, out _));
                columns = isHeading ? Headed(record) : (Array.FindIndex(record.Cells, cell => MailAddress.TryParse(cell, out _, out _)), null, null);
                if (isHeading)
                    continue;
            }

            isAny = true;
            yield return Row(record, columns.Value);
        }

        if (!isAny)
            throw new FileRefusedException(new FileFault(FileFaultKind.Empty, "There is no address in the file."));
    }

    private SuppressionRow Row(CsvRecord record, (int Address, int? Reason, int? Note) columns)
    {
        var address = Cell(record, columns.Address);
        if (!MailAddress.TryParse(address, out var valid, out var problem))
            return Refused(record, address, address.Length == 0 ? CellFaultKind.NoAddress : CellFaultKind.NotAnAddress, problem);

        var word = columns.Reason is { } reasons ? Fold(Cell(record, reasons)) : "";
        var reason = otherwise;
        if (word.Length > 0 && !Words.TryGetValue(word, out reason))
            return Refused(record, Cell(record, columns.Reason!.Value), CellFaultKind.Reason, $"This is no reason. Known: {string.Join(", ", Words.Keys)}.");
        return new SuppressionRow(record.Line, AddressNormalForm.Of(valid), reason, columns.Note is { } notes ? Cell(record, notes) : "", null);
    }

    private static (int Address, int? Reason, int? Note) Headed(CsvRecord heading)
    {
        var headings = heading.Cells.Select(Fold).ToArray();
        var address = Find(headings, AddressHeadings) ?? throw new FileRefusedException(new FileFault(
            FileFaultKind.Columns, $"No column holds the address. Understood: {string.Join(", ", AddressHeadings)}.", heading.Line));
        return (address, Find(headings, ReasonHeadings), Find(headings, NoteHeadings));
    }

    // In the order of what is understood: the first that is there.
    private static int? Find(string[] headings, string[] known) =>
        known.Select(word => Array.IndexOf(headings, word)).Where(position => position >= 0).Select(position => (int?)position).FirstOrDefault();

    private static SuppressionRow Refused(CsvRecord record, string cell, CellFaultKind kind, string reason) =>
        new(record.Line, null, default, "", new RefusedRow(record.Line, [new CellFault("", cell.Length > 60 ? cell[..59] + "…" : cell, kind, reason)]));

    private static string Cell(CsvRecord record, int position) => position < record.Cells.Length ? CleanText.Of(record.Cells[position]) : "";

    private static string Fold(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant().Normalize(NormalizationForm.FormC);
}
