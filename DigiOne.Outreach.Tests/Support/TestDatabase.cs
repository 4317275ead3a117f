using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>A fresh database on one engine, made and opened by the product's own code; gone when disposed.</summary>
internal sealed class TestDatabase : IDbContextFactory<OutreachDb>, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestPostgres? _postgres;
    private readonly Lazy<OutreachDbFactory> _factory;

    private TestDatabase(TestPostgres? postgres)
    {
        _postgres = postgres;
        Settings = new StorageOptions { DataFolder = _folder.FullPath, Postgres = postgres?.ConnectionString };
        _factory = new(() => new OutreachDbFactory(Options.Create(Settings), [], NullLoggerFactory.Instance));
    }

    /// <summary>The configuration that leads to this database, for a host of the test's own.</summary>
    internal StorageOptions Settings { get; }

    /// <summary>A database on this version's model, copied from one that was migrated once.</summary>
    internal static async Task<TestDatabase> CreateAsync(StorageEngine engine, CancellationToken cancellationToken)
    {
        var template = await MigratedTemplate.OfAsync(engine);
        var database = new TestDatabase(
            engine == StorageEngine.Postgres ? await TestPostgres.CreateDatabaseAsync(cancellationToken, template._postgres) : null);
        if (engine == StorageEngine.Sqlite)
            await CopySqliteAsync(database.Settings);
        return database;
    }

    /// <summary>Puts a migrated database where these settings look for one.</summary>
    internal static async Task CopySqliteAsync(StorageOptions settings) =>
        File.Copy((await MigratedTemplate.OfAsync(StorageEngine.Sqlite)).Settings.SqlitePath, settings.SqlitePath);

    /// <summary>A database without a table, or on SQLite without even a file.</summary>
    internal static async Task<TestDatabase> CreateEmptyAsync(StorageEngine engine, CancellationToken cancellationToken) =>
        new(engine == StorageEngine.Postgres ? await TestPostgres.CreateDatabaseAsync(cancellationToken) : null);

    /// <summary>A database on a server of the test's own, without a table.</summary>
    internal static TestDatabase On(string connectionString)
    {
        var database = new TestDatabase(null);
        database.Settings.Postgres = connectionString;
        return database;
    }

    /// <summary>A copy of a PostgreSQL database that nobody is connected to, with a data folder of its own.</summary>
    internal async Task<TestDatabase> CopyAsync(CancellationToken cancellationToken) =>
        new(await TestPostgres.CreateDatabaseAsync(cancellationToken, _postgres));

    /// <summary>The use cases on this database, with nothing that happens by itself: another process has the engine.</summary>
    internal ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddOutreach(OutreachSettings.On(this)).AddIdentity().BuildServiceProvider(validateScopes: true);

    /// <inheritdoc />
    public OutreachDb CreateDbContext() => _factory.Value.CreateDbContext();

    /// <summary>Applies what is pending, as a process does at its start.</summary>
    internal async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken, HeardLog? log = null)
    {
        using var loggers = new LoggerFactory(log is null ? [] : [log]);
        return await new Migrator(this, Options.Create(Settings), loggers.CreateLogger<Migrator>()).MigrateAsync(cancellationToken);
    }

    /// <summary>Closes every pooled connection, so that the database is at rest and can be copied.</summary>
    internal void Disconnect()
    {
        _postgres?.Disconnect();
        using var db = CreateDbContext();
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
            SqliteConnection.ClearPool(sqlite);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Disconnect();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}
