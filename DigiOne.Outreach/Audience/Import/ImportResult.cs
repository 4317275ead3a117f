using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>What became of an import.</summary>
public abstract record ImportResult
{
    private ImportResult()
    {
    }

    /// <summary>Every row, or every row but the refused ones, is in the database.</summary>
    /// <param name="Id">Names it for its report.</param>
    /// <param name="List">The list that they came on.</param>
    /// <param name="Counts">The account.</param>
    /// <param name="Refused">Rows that were left out.</param>
    /// <param name="IgnoredColumns">Headings of the file that mean nothing here.</param>
    public sealed record Imported(ImportId Id, ContactList List, ImportCounts Counts, RefusedRows Refused, IReadOnlyList<string> IgnoredColumns) : ImportResult
    {
        /// <summary>The encoding in which the file was read.</summary>
        public required string Encoding { get; init; }

        /// <summary>Whether it only says what an import would do.</summary>
        public bool IsTrial { get; init; }

        /// <summary>Whether somebody called it off before all rows were applied.</summary>
        public bool IsCutOff { get; init; }
    }

    /// <summary>The file has rows that cannot be imported, so nothing was.</summary>
    /// <param name="Id">Names it for its report.</param>
    /// <param name="Rows">Rows in the file.</param>
    /// <param name="Refused">Those at fault.</param>
    public sealed record RowsRefused(ImportId Id, int Rows, RefusedRows Refused) : ImportResult;

    /// <summary>The file as a whole cannot be read; nothing was imported.</summary>
    /// <param name="Fault">What is wrong, and where.</param>
    public sealed record FileRefused(FileFault Fault) : ImportResult;

    /// <summary>There is no such list; nothing was imported.</summary>
    /// <param name="Key">Its key, as it was asked for.</param>
    /// <param name="Known">The keys of the lists that there are.</param>
    public sealed record ListUnknown(string Key, IReadOnlyList<string> Known) : ImportResult
    {
        /// <summary>What is wrong, in English.</summary>
        public string Message => Lists.Missing(Key, Known);
    }

    /// <summary>The language asked for does not exist; nothing was imported.</summary>
    /// <param name="Message">What is wrong and what would be right, in English.</param>
    public sealed record RequestRefused(string Message) : ImportResult;
}

/// <summary>The account of an import: <c>Rows = Created + Updated + Unchanged + refused + KeptOut without a contact</c>.</summary>
/// <param name="Rows">Rows in the file, heading and empty lines aside.</param>
/// <param name="Created">Contacts that are new.</param>
/// <param name="Updated">Contacts of whom something changed.</param>
/// <param name="Unchanged">Contacts who stayed as they were.</param>
/// <param name="Subscribed">Who is now on the list and was not before.</param>
/// <param name="AlreadySubscribed">Who was on the list already.</param>
/// <param name="KeptOut">Who once left the list or was erased, or whose address is suppressed: they stay out.</param>
public sealed record ImportCounts(
    int Rows = 0, int Created = 0, int Updated = 0, int Unchanged = 0, int Subscribed = 0, int AlreadySubscribed = 0, int KeptOut = 0)
{
    /// <summary>The sum of two accounts.</summary>
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) => new(
        left.Rows + right.Rows,
        left.Created + right.Created,
        left.Updated + right.Updated,
        left.Unchanged + right.Unchanged,
        left.Subscribed + right.Subscribed,
        left.AlreadySubscribed + right.AlreadySubscribed,
        left.KeptOut + right.KeptOut);
}

/// <summary>Rows that cannot be imported.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them, as many as <see cref="ImportOptions.MaxReportedRows"/> allows.</param>
public sealed record RefusedRows(int Count, IReadOnlyList<RefusedRow> First)
{
    /// <summary>A row as it is sorted by its line among the others.</summary>
    internal static SortedRow ToSorted(RefusedRow row) => new("", row.Line, JsonText.Write(row));

    /// <summary>The row again.</summary>
    internal static RefusedRow FromSorted(SortedRow row) => JsonText.Read<RefusedRow>(row.Json);
}

/// <summary>A row that cannot be imported.</summary>
/// <param name="Line">Line of the file on which the row starts, the first being 1.</param>
/// <param name="Faults">Everything that is wrong with it.</param>
public sealed record RefusedRow(int Line, IReadOnlyList<CellFault> Faults);

/// <summary>What is wrong with a cell.</summary>
/// <param name="Column">The column's heading as the file has it.</param>
/// <param name="Excerpt">The beginning of what the cell holds.</param>
/// <param name="Kind">Why it cannot be taken, for the pages to say in the reader's language.</param>
/// <param name="Reason">The same as one sentence in English, for the API and the command line.</param>
/// <param name="Detail">What the sentence counts or names: the other line, the most characters, the languages.</param>
public sealed record CellFault(string Column, string Excerpt, CellFaultKind Kind, string Reason, string Detail = "");

/// <summary>Why a cell cannot be taken. Only added to at the end: stored by its place.</summary>
public enum CellFaultKind
{
    /// <summary>The row has no address.</summary>
    NoAddress,

    /// <summary>This is no address.</summary>
    NotAnAddress,

    /// <summary>A row above has the same address.</summary>
    SameAddress,

    /// <summary>This is no language of the organisation.</summary>
    Language,

    /// <summary>This is no municipality.</summary>
    Municipality,

    /// <summary>This is no value of the attribute; the detail names its type.</summary>
    Attribute,

    /// <summary>More characters than fit.</summary>
    TooLong,

    /// <summary>The row has more cells than the heading.</summary>
    TooManyCells,

    /// <summary>A spreadsheet would take this for a formula.</summary>
    Formula,

    /// <summary>The cell holds bytes of another encoding than the file's.</summary>
    Encoding,
}
