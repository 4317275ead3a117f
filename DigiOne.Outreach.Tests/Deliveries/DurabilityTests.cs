using System.Data.Common;
using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>An intent that is written stays written, whatever falls over next.</summary>
public sealed class DurabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="options">What the connection string asks of the server.</param>
    /// <param name="expected">How commits of the ledger are.</param>
    [Theory]
    [InlineData(null, "on")]
    [InlineData("-c search_path=public", "on")]
    [InlineData("-c synchronous_commit=off", "on")]
    [InlineData("--synchronous-commit=remote_apply", "remote_apply")]
    public async Task Ledgers_commits_on_PostgreSQL_are_durable_although_the_server_says_otherwise(string? options, string expected)
    {
        var doors = new Doors();
        await using var outreach = await StillOutreach.CreateAsync(
            StorageEngine.Postgres,
            settings => settings.Storage.Postgres = new NpgsqlConnectionStringBuilder(settings.Storage.Postgres) { Options = options }.ToString(),
            services => services.AddSingleton<IInterceptor>(doors));
        await using (var db = outreach.OpenDatabase())
            await db.Database.ExecuteSqlRawAsync(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$", Token);
        ForgetPool(outreach);
        await using var ledger = await OpenAsync(outreach);

        (await doors.AskAsync("SHOW synchronous_commit")).ShouldBe(expected);
    }

    [Fact]
    public async Task Ledgers_commits_on_SQLite_are_durable()
    {
        var doors = new Doors();
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite, add: services => services.AddSingleton<IInterceptor>(doors));
        await using var ledger = await OpenAsync(outreach);

        (await doors.AskAsync("PRAGMA synchronous")).ShouldBe("2");
    }

    [Theory]
    [InlineData("Host=db;Database=outreach", "-c synchronous_commit=on")]
    [InlineData("Host=db;Database=outreach;Options=-c search_path=mail", "-c search_path=mail -c synchronous_commit=on")]
    [InlineData("Host=db;Database=outreach;Options=-c Synchronous_Commit=local", "-c Synchronous_Commit=local")]
    [InlineData("Host=db;Database=outreach;Options=--synchronous-commit=off", "--synchronous-commit=off")]
    public void Options_of_a_connection_string_give_way_to_durability_only_where_they_name_it(string text, string options) =>
        new NpgsqlConnectionStringBuilder(PostgresConnectionString.Durable(text)).Options.ShouldBe(options);

    private static Task<LedgerConnection> OpenAsync(StillOutreach outreach) =>
        LedgerConnection.OpenAsync(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>());

    // A connection knows the server's settings from its beginning.
    private static void ForgetPool(StillOutreach outreach)
    {
        using var db = outreach.OpenDatabase();
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
    }

    /// <summary>Remembers the connection that was opened last.</summary>
    private sealed class Doors : DbConnectionInterceptor
    {
        private DbConnection? _last;

        internal async Task<string?> AskAsync(string question)
        {
            await using var command = _last!.CreateCommand();
            command.CommandText = question;
            return Convert.ToString(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture);
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            _last = connection;
            return Task.CompletedTask;
        }
    }
}
