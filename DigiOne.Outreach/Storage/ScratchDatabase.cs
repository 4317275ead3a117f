using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>A database of its own on somebody's PostgreSQL server, dropped with all that is in it when disposed.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private ScratchDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    /// <summary>How to connect to it.</summary>
    internal string ConnectionString { get; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="server">A connection string whose account may create databases; the database that it names is only connected to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<ScratchDatabase> CreateAsync(string server, CancellationToken cancellationToken)
    {
        var name = $"outreach_{Guid.CreateVersion7():n}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken);
        return new ScratchDatabase(server, name);
    }

    /// <summary>
    /// How many bytes the server has written to its log since it was made: a difference says what some work cost, on a
    /// server that does nothing else; the log is that of all its databases.
    /// </summary>
    internal async Task<long> LogPositionAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT (pg_current_wal_lsn() - '0/0')::bigint", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
    }

    private static async Task ExecuteAsync(string server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
