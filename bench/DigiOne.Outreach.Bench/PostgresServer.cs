using Npgsql;

namespace DigiOne.Outreach.Bench;

/// <summary>What a PostgreSQL server says of itself.</summary>
internal sealed record PostgresServer(string Version, string Fsync, string FullPageWrites, string SynchronousCommit)
{
    /// <summary>Asks it.</summary>
    /// <exception cref="InvalidOperationException">It does not write to the disk what it commits: its figures would say nothing.</exception>
    internal static async Task<PostgresServer> AskAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            SELECT current_setting('server_version'), current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var server = new PostgresServer(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
        return server.Fsync == "on" ? server
            : throw new InvalidOperationException($"PostgreSQL runs with fsync={server.Fsync}: it commits without the disk, and no figure of it counts. Use one with fsync=on.");
    }

    /// <summary>Its name with its version.</summary>
    internal string Name => $"PostgreSQL {Version}";

    /// <summary>How durable it says that it is. What we commit is durable by a setting of our own connections.</summary>
    internal string Durability => $"the server says `fsync={Fsync}`, `full_page_writes={FullPageWrites}` and `synchronous_commit={SynchronousCommit}`, the last of which our connections set to `on`";
}
