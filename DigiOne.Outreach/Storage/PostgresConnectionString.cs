using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>Reading of connection strings that people typed.</summary>
internal static class PostgresConnectionString
{
    /// <summary>Whether the text has the form of a connection string, and names a host and a database.</summary>
    internal static bool IsComplete(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }
}
