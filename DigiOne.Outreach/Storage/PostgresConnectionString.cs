using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>Reading of connection strings that people typed.</summary>
internal static class PostgresConnectionString
{
    private const string Durability = "synchronous_commit";

    /// <summary>
    /// With commits that are durable before they answer, whatever the server's own setting is. Options that name that
    /// setting are somebody's decision and stay as they are; others have nothing to do with it.
    /// </summary>
    internal static string Durable(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        var options = builder.Options ?? "";
        // PostgreSQL takes --synchronous-commit for the same.
        if (!options.Replace('-', '_').Contains(Durability, StringComparison.OrdinalIgnoreCase))
            builder.Options = $"{options} -c {Durability}=on".TrimStart();
        return builder.ToString();
    }

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
