using System.Data.Common;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Storage;

public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Empty_database_is_brought_to_the_newest_migration(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);

        var applied = await database.MigrateAsync(Token);

        await using var db = database.CreateDbContext();
        applied.ShouldNotBeEmpty();
        applied.ShouldBe(db.Database.GetMigrations());
        (await db.Database.GetAppliedMigrationsAsync(Token)).ShouldBe(applied);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task First_start_asks_for_nothing_that_is_not_there(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);
        var failures = new FailedCommands();
        var databases = new OutreachDbFactory(Options.Create(database.Settings), [failures], NullLoggerFactory.Instance);

        await new Migrator(databases, Options.Create(database.Settings), NullLogger<Migrator>.Instance).MigrateAsync(Token);

        failures.Texts.ShouldBeEmpty("each is an error in the log of whoever starts it for the first time");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Second_migration_finds_nothing_to_do(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);
        await database.MigrateAsync(Token);

        (await database.MigrateAsync(Token)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task No_change_of_the_model_lacks_a_migration(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);
        await using var db = database.CreateDbContext();

        db.Database.HasPendingModelChanges().ShouldBeFalse("run dotnet ef migrations add for both engines");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Processes_that_start_at_once_leave_one_whole_database(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.MigrateAsync(Token), Token)));

        await using var db = database.CreateDbContext();
        applied.Count(names => names.Count > 0).ShouldBe(1, "one does it, the others wait");
        (await db.Database.GetAppliedMigrationsAsync(Token)).ShouldBe(db.Database.GetMigrations());
        (await db.Set<Contact>().CountAsync(Token)).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_that_was_killed_amid_migrating_does_not_block_the_next()
    {
        var token = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(StorageEngine.Sqlite, token);
        await using (var killed = database.CreateDbContext())
            await killed.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
                """,
                token);

        (await database.MigrateAsync(token)).ShouldNotBeEmpty();
    }

    private sealed class FailedCommands : DbCommandInterceptor
    {
        public List<string> Texts { get; } = [];

        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Texts.Add(command.CommandText);

        public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return Task.CompletedTask;
        }
    }
}
