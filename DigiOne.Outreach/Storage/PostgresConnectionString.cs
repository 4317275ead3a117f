using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>Reading of connection strings that people typed.</summary>
internal static class PostgresConnectionString
{
    /// <summary>
    /// With commits that are durable before they answer, which "intent before the message" rests on, whatever the server's
    /// own setting is. Options that stand in the text are somebody's decision and stay.
    /// </summary>
    internal static string Durable(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        builder.Options ??= "-c synchronous_commit=on";
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
