using DigiOne.Outreach.Storage;
using Npgsql;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>A database of its own on the test server, gone when disposed.</summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly string _name;

    private TestPostgres(string name) => _name = name;

    /// <summary>Its connection string, as the product makes it, so that all share one pool.</summary>
    internal string ConnectionString => PostgresConnectionString.Durable(
        new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = _name, MaxPoolSize = 30 }.ToString());

    /// <summary>Makes an empty database, or a copy of one that nobody is connected to.</summary>
    internal static async Task<TestPostgres> CreateDatabaseAsync(CancellationToken cancellationToken, TestPostgres? template = null)
    {
        var name = $"outreach_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template?._name ?? "template0"}", cancellationToken);
        return new TestPostgres(name);
    }

    /// <summary>Closes this process's connections, so that the database can be copied.</summary>
    internal void Disconnect()
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)", CancellationToken.None);
    }

    private static async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(TestServers.Postgres);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
