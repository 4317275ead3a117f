using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The choices and bounds of one import.</summary>
public sealed record ImportOptions
{
    private const int LongestName = 200;

    /// <summary>What a row that cannot be read does to the rest. Default: nothing is imported.</summary>
    public BadRows OnError { get; init; } = BadRows.Refuse;

    /// <summary>What a row about somebody known does. Default: cells that hold something replace what is stored.</summary>
    public KnownContacts Existing { get; init; } = KnownContacts.Update;

    /// <summary>Language of newcomers whose row says none; null: the organisation's first.</summary>
    public string? Language { get; init; }

    /// <summary>How the file is encoded. Default: as its bytes tell.</summary>
    public CsvEncoding Encoding { get; init; } = CsvEncoding.Auto;

    /// <summary>Whether it only says what it would do. Default no.</summary>
    public bool IsTrial { get; init; }

    /// <summary>The most rows a file may have, the heading aside. Default 2,000,000.</summary>
    public int MaxRows { get; init; } = 2_000_000;

    /// <summary>The most characters that a cell may have. Default 65,536.</summary>
    public int MaxCellLength { get; init; } = 64 * 1024;

    /// <summary>The most bytes that a file may have. Default 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The most refused rows that the report spells out; the rest is only counted. Default 1,000.</summary>
    public int MaxReportedRows { get; init; } = 1_000;

    /// <summary>How those who come on the list are noted in the consent log. Default import.</summary>
    public ConsentWay Way { get; init; } = ConsentWay.Import;

    /// <summary>Name of the file, for the consent log, kept without its folder, clean, not endless; null where it has none.</summary>
    public string? FileName { get; init => field = NameOf(value); }

    /// <summary>Name of the API token by which it came, for the consent log; null where none was used.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Sign-in address of the team's member who imports, for the consent log; null where nobody is known.</summary>
    public string? Member { get; init; }

    /// <summary>What proves the subscription of a row.</summary>
    /// <param name="line">Line on which the row starts, the first being 1.</param>
    internal ConsentEvidence Evidence(int line) => new() { File = FileName, Line = line, ApiToken = ApiToken, Member = Member };

    private static string? NameOf(string? path) => CleanText.Of(path?.Split('/', '\\')[^1] ?? "") is { Length: > 0 } name ? name[..Math.Min(name.Length, LongestName)] : null;
}

/// <summary>What a row that cannot be read does to the rest of its file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BadRows>))]
public enum BadRows
{
    /// <summary>Nothing of the file is imported.</summary>
    Refuse,

    /// <summary>The others are imported.</summary>
    Skip,
}

/// <summary>What a row about somebody known does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KnownContacts>))]
public enum KnownContacts
{
    /// <summary>Cells that hold something replace what is stored.</summary>
    Update,

    /// <summary>What is stored stays; the subscription is made all the same.</summary>
    Skip,
}

/// <summary>How the bytes of a file are read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CsvEncoding>))]
public enum CsvEncoding
{
    /// <summary>UTF-8 with or without byte order mark, UTF-16 with one, Windows-1252 where the bytes are no UTF-8 and look like it.</summary>
    Auto,

    /// <summary>UTF-8 with or without byte order mark, UTF-16 with one.</summary>
    Unicode,

    /// <summary>What a Western European Excel writes as plain "CSV".</summary>
    Windows1252,
}
