using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Identifies a <see cref="ContactImport"/>.</summary>
public readonly record struct ImportId(Guid Value) : IGuidId<ImportId>
{
    /// <inheritdoc />
    public static ImportId From(Guid value) => new(value);
}

/// <summary>
/// A file on its way onto a list. Its rows are judged, sorted and put beside as <see cref="ImportBatch"/>es first, which
/// changes nothing; then they are applied, range by range.
/// </summary>
public sealed class ContactImport
{
    /// <summary>The <see cref="Timing.DueItem"/> that carries one on when its process is gone.</summary>
    internal const string DueKind = "import";

    /// <summary>Identity.</summary>
    public ImportId Id { get; init; } = new(Guid.CreateVersion7());

    /// <summary>The list that the people come on.</summary>
    public required ListId ListId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ImportState State { get; set; }

    /// <summary>The choices made for it.</summary>
    public required ImportOptions Options { get; set; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was over; null before.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When somebody called it off; null where nobody did. What was applied by then stays.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Who works on it; null for nobody.</summary>
    public Guid? Runner { get; set; }

    /// <summary>Until when it is the runner's; another may take it after that.</summary>
    public DateTimeOffset? RunsUntil { get; set; }

    /// <summary>Bytes of the file; 0 until it has been taken in.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes that have been read so far.</summary>
    public long BytesRead { get; set; }

    /// <summary>The encoding in which the file was read; empty until then.</summary>
    public string Encoding { get; set; } = "";

    /// <summary>Headings of the file that mean nothing here.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; set; } = [];

    /// <summary>Why the file was refused as a whole; null where it was not.</summary>
    public FileFault? Fault { get; set; }

    /// <summary>Rows in the file, heading and empty lines aside.</summary>
    public int Rows { get; set; }

    /// <summary>Rows that cannot be imported.</summary>
    public int Refused { get; set; }

    /// <summary>How many <see cref="ImportBatch"/>es its rows make.</summary>
    public int Batches { get; set; }

    /// <summary>How many of them, the first ones, have been applied.</summary>
    public int Applied { get; set; }

    /// <summary>The account so far.</summary>
    public required ImportCounts Counts { get; set; }
}

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    /// <summary>Its file is there; nobody has said yet that it is to be imported.</summary>
    Draft,

    /// <summary>It is to be read.</summary>
    Waiting,

    /// <summary>Its rows are being judged and put beside.</summary>
    Reading,

    /// <summary>Its rows are being applied.</summary>
    Applying,

    /// <summary>Every row, or every row but the refused ones, is applied.</summary>
    Imported,

    /// <summary>It only said what it would do.</summary>
    Tried,

    /// <summary>The file or its rows are at fault; nothing was applied.</summary>
    Refused,

    /// <summary>It was called off.</summary>
    Cancelled,

    /// <summary>Its process ended before the file was read; nothing was applied.</summary>
    Lost,
}

/// <summary>A part of an import's rows, in the order of their addresses.</summary>
public sealed class ImportBatch
{
    /// <summary>How many rows one has, but the last.</summary>
    internal const int Size = 100;

    /// <summary>Whose rows.</summary>
    public required ImportId ImportId { get; init; }

    /// <summary>Its place, from 1 up.</summary>
    public required int Number { get; init; }

    /// <summary>The rows that are to be applied (<see cref="StagedRows"/>); null once they are.</summary>
    public string? Rows { get; init; }

    /// <summary>What became of each (<see cref="RowResult"/>); null until they are applied.</summary>
    public string? Results { get; init; }
}

/// <summary>Some of an import's refused rows, in the order of their lines.</summary>
public sealed class ImportRefusals
{
    /// <summary>How many rows one has, but the last.</summary>
    internal const int Size = 200;

    /// <summary>Whose rows.</summary>
    public required ImportId ImportId { get; init; }

    /// <summary>Its place, from 1 up.</summary>
    public required int Number { get; init; }

    /// <summary>The rows with their faults.</summary>
    public required IReadOnlyList<RefusedRow> Rows { get; init; }
}

/// <summary>A part of an import's file, as it came in.</summary>
public sealed class ImportPart
{
    /// <summary>Whose file.</summary>
    public required ImportId ImportId { get; init; }

    /// <summary>Its place, from 1 up.</summary>
    public required int Number { get; init; }

    /// <summary>The bytes.</summary>
    public required byte[] Bytes { get; init; }
}
