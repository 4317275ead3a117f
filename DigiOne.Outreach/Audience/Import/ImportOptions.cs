namespace DigiOne.Outreach.Audience.Import;

/// <summary>The choices and bounds of one import.</summary>
public sealed record ImportOptions
{
    /// <summary>What a row that cannot be read does to the rest. Default: nothing is imported.</summary>
    public BadRows OnError { get; init; } = BadRows.Refuse;

    /// <summary>What a row about somebody known does. Default: cells that hold something replace what is stored.</summary>
    public KnownContacts Existing { get; init; } = KnownContacts.Update;

    /// <summary>Language of newcomers whose row says none; null: the organisation's first.</summary>
    public string? Language { get; init; }

    /// <summary>How the file is encoded. Default: UTF-8, or UTF-16 with a byte order mark.</summary>
    public CsvEncoding Encoding { get; init; } = CsvEncoding.Unicode;

    /// <summary>The most rows a file may have, the heading aside. Default 500,000.</summary>
    public int MaxRows { get; init; } = 500_000;

    /// <summary>The most characters that a cell may have. Default 65,536.</summary>
    public int MaxCellLength { get; init; } = 64 * 1024;

    /// <summary>The most bytes that a file may have. Default 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The most refused rows that the report spells out; the rest is only counted. Default 1,000.</summary>
    public int MaxReportedRows { get; init; } = 1_000;
}

/// <summary>What a row that cannot be read does to the rest of its file.</summary>
public enum BadRows
{
    /// <summary>Nothing of the file is imported.</summary>
    Refuse,

    /// <summary>The others are imported.</summary>
    Skip,
}

/// <summary>What a row about somebody known does.</summary>
public enum KnownContacts
{
    /// <summary>Cells that hold something replace what is stored.</summary>
    Update,

    /// <summary>What is stored stays; the subscription is made all the same.</summary>
    Skip,
}

/// <summary>How the bytes of a file are read.</summary>
public enum CsvEncoding
{
    /// <summary>UTF-8 with or without byte order mark, UTF-16 with one.</summary>
    Unicode,

    /// <summary>What a Western European Excel writes as plain "CSV".</summary>
    Windows1252,
}
