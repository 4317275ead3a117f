namespace DigiOne.Outreach.Storage;

/// <summary>Where the rows live: section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Folder of everything that must outlive the process: the SQLite file, the Data Protection key ring, captured mail.
    /// Relative to the working directory. Default <c>data</c>.
    /// </summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The SQLite file, relative to <see cref="DataFolder"/>; used while <see cref="Postgres"/> is empty.</summary>
    public string SqliteFile { get; set; } = "outreach.db";

    /// <summary>
    /// PostgreSQL connection string, e.g. <c>Host=db;Database=outreach;Username=outreach</c>. Empty: embedded SQLite.
    /// It carries a password, so it comes from the environment or from <see cref="PostgresFile"/>.
    /// </summary>
    public string? Postgres { get; set; }

    /// <summary>A file whose content is the PostgreSQL connection string, as container secrets are mounted.</summary>
    public string? PostgresFile { get; set; }

    /// <summary>The SQLite file's path.</summary>
    public string SqlitePath => Path.Combine(DataFolder, SqliteFile);

    /// <summary>The engine that these values choose.</summary>
    public StorageEngine Engine => string.IsNullOrWhiteSpace(Postgres) ? StorageEngine.Sqlite : StorageEngine.Postgres;
}
