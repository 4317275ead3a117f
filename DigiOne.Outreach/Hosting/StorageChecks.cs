using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Hosting;

internal static class StorageChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(StorageOptions storage)
    {
        // Never the parser's own words: they repeat parts of the text, and it may carry a password.
        if (storage.Engine == StorageEngine.Postgres && !PostgresConnectionString.IsComplete(storage.Postgres!))
            yield return new(
                "Storage:Postgres", "this is no PostgreSQL connection string with a host and a database",
                "give Host=...;Database=...;Username=...");

        if (Path.GetFileName(storage.SqliteFile) != storage.SqliteFile)
            yield return new("Storage:SqliteFile", $"'{storage.SqliteFile}' is more than a file's name", "give a name; the folder is Storage:DataFolder");
    }
}
