namespace DigiOne.Outreach.Storage;

/// <summary>The two engines that the product runs on.</summary>
public enum StorageEngine
{
    /// <summary>One file beside one process.</summary>
    Sqlite,

    /// <summary>One server under any number of processes.</summary>
    Postgres,
}

internal static class StorageEngineSql
{
    /// <summary>
    /// The end of a SELECT that claims rows: on PostgreSQL other nodes pass over what one is claiming; SQLite has one
    /// writer at a time, so there is nothing to pass over.
    /// </summary>
    internal static string SkipLocked(this StorageEngine engine) => engine == StorageEngine.Postgres ? "FOR UPDATE SKIP LOCKED" : "";

    /// <summary>
    /// What stands behind the last @ of an address. SQLite knows no function for it; there it is where trimming all other letters
    /// from the right ends.
    /// </summary>
    internal static string DomainOf(this StorageEngine engine, string address) => engine == StorageEngine.Postgres
        ? $"split_part({address}, '@', -1)"
        : $"substr({address}, length(rtrim({address}, replace({address}, '@', ''))) + 1)";

    /// <summary>An instant as a parameter of SQL that goes past the model.</summary>
    internal static object Stored(this StorageEngine engine, DateTimeOffset instant) =>
        engine == StorageEngine.Postgres ? instant.ToUniversalTime() : Microseconds.Of(instant);
}
