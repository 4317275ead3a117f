using DigiOne.Outreach.Cli;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Configuration;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Hosting;

public sealed class ServingPlaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void One_process_serves_from_a_SQLite_folder_and_another_may_when_it_has_ended()
    {
        using var data = new TempFolder();
        var storage = new StorageOptions { DataFolder = data["volume"] };

        using (ServingPlace.TryTake(storage).ShouldNotBeNull())
            ServingPlace.TryTake(storage).ShouldBeNull();

        using var next = ServingPlace.TryTake(storage);
        next.ShouldNotBeNull();
    }

    [Fact]
    public void Any_number_of_processes_serve_beside_PostgreSQL()
    {
        using var data = new TempFolder();
        var storage = new StorageOptions { DataFolder = data.FullPath, Postgres = "Host=db" };

        using var first = ServingPlace.TryTake(storage);
        using var second = ServingPlace.TryTake(storage);

        first.ShouldNotBeNull();
        second.ShouldNotBeNull();
    }

    [Fact]
    public async Task Serving_from_a_taken_folder_ends_at_once_with_a_sentence()
    {
        using var data = new TempFolder();
        using var configuration = ConfigurationCase.With($$"""  "Storage": { "DataFolder": "{{data.FullPath}}" }  """);
        using var place = ServingPlace.TryTake(new StorageOptions { DataFolder = data.FullPath });
        await using var error = new StringWriter();

        var exitCode = await OutreachCommand.RunAsync(["serve", "--config", configuration.Folder], TextWriter.Null, error, Token);

        exitCode.ShouldBe(1);
        error.ToString().ShouldStartWith($"Another process serves from {data.FullPath} already.");
    }

    [Fact]
    public async Task What_a_dead_process_had_taken_is_free_at_once()
    {
        using var data = new TempFolder();
        var settings = new Settings { Storage = new() { DataFolder = data.FullPath } };
        settings.Organisation.PublicBaseUrl = new Uri("http://localhost");
        using var place = ServingPlace.TryTake(settings.Storage)!;
        await using var services = OutreachHost.CreateServices(settings);
        await services.GetRequiredService<Migrator>().MigrateAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext())
        {
            db.Add(new DueItem { Kind = "test", SubjectId = Guid.CreateVersion7(), DueAt = now, LateLimit = TimeSpan.Zero, TakenUntil = now.AddMinutes(1) });
            await db.SaveChangesAsync(Token);
        }

        await place.TakeOverAsync(services, Token);

        await using (var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext())
            (await db.Set<DueItem>().SingleAsync(Token)).TakenUntil.ShouldBeNull();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
