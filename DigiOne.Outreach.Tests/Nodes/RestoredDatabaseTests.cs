using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Nodes;

public sealed class RestoredDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task New_database_is_stamped_and_a_long_outage_holds_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        outreach.Services.GetRequiredService<MailHold>().MayLeave.ShouldBeFalse("Nobody has looked yet.");
        await ServeAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue();

        outreach.Clock.Advance(TimeSpan.FromDays(30));
        await ServeAsync(outreach);

        Hold(outreach).MayLeave.ShouldBeTrue();
        (await RowAsync(outreach)).Beat.ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nodes_that_start_at_once_on_a_new_database_stamp_it_together(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);

        // Beside SQLite there is one process, so one after the other.
        if (engine == StorageEngine.Postgres)
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Node(outreach).LookAsync(Token), Token)));
        else
            await Node(outreach).LookAsync(Token);

        await Node(outreach).LookAsync(Token);
        Hold(outreach).MayLeave.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Older_database_than_was_known_outside_holds_all_mail_until_a_person_releases_it(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        await ServeAsync(outreach);
        await ServeAsync(outreach);
        var claimed = await outreach.ClaimAsync(mailing);
        (await outreach.WriteAsync(StillOutreach.Intent(claimed[0]), StillOutreach.Accepted(claimed[0]))).ShouldBeTrue();

        // As a backup from before the last heartbeat.
        await using (var db = outreach.OpenDatabase())
            await db.Set<Generation>().ExecuteUpdateAsync(row => row.SetProperty(r => r.Beat, 1), Token);
        await ServeAsync(outreach);
        await ServeAsync(outreach);

        Hold(outreach).MayLeave.ShouldBeFalse();
        Hold(outreach).Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Restored);
        (await outreach.WriteAsync(StillOutreach.Intent(claimed[1]))).ShouldBeFalse("No intent is written while all mail waits.");

        (await ReleaseAsync(outreach)).ShouldBeTrue();
        (await ReleaseAsync(outreach)).ShouldBeFalse();
        Hold(outreach).MayLeave.ShouldBeTrue();
        await ServeAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue("The new stamp stands on both sides.");
        outreach.Clock.Advance(new Leases().Claim + TimeSpan.FromSeconds(1));
        (await outreach.ClaimAsync(mailing)).Select(delivery => delivery.Id).ShouldBe([claimed[1].Id], "Who has it does not get it again.");
        (await RowAsync(outreach)).ReleasedBy.ShouldBe("Aino");
    }

    [Fact]
    public async Task PostgreSQL_that_stood_still_beside_a_new_folder_proves_nothing_and_holds()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Postgres);
        await ServeAsync(outreach);
        File.Delete(Path.Combine(Storage(outreach).DataFolder, "postgres.stamp"));

        outreach.Clock.Advance(TimeSpan.FromMinutes(4));
        await ServeAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue("A deployment takes minutes.");

        File.Delete(Path.Combine(Storage(outreach).DataFolder, "postgres.stamp"));
        outreach.Clock.Advance(TimeSpan.FromMinutes(6));
        await ServeAsync(outreach);
        Hold(outreach).Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Unproven);

        (await ReleaseAsync(outreach)).ShouldBeTrue();
        await ServeAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue();
    }

    [Fact]
    public async Task SQLite_database_without_its_stamp_is_a_copy()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await ServeAsync(outreach);
        File.Delete(Storage(outreach).SqlitePath + ".stamp");

        await ServeAsync(outreach);

        Hold(outreach).Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Copied);
    }

    [Fact]
    public async Task Copy_of_a_whole_SQLite_folder_is_known_by_its_files_birth()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using (await ServedAsync(database.Settings))
        {
        }

        using var copy = new TempFolder();
        foreach (var file in Directory.GetFiles(database.Settings.DataFolder))
            File.Copy(file, copy[Path.GetFileName(file)]);

        await using var original = await ServedAsync(database.Settings);
        await using var copied = await ServedAsync(new StorageOptions { DataFolder = copy.FullPath });

        original.GetRequiredService<MailHold>().MayLeave.ShouldBeTrue();
        copied.GetRequiredService<MailHold>().Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Copied);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Copy_of_a_PostgreSQL_database_is_known_and_a_node_with_a_new_folder_is_none()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        using var folder = new TempFolder();
        await using (await ServedAsync(database.Settings))
        {
        }

        await using (var elsewhere = await ServedAsync(new StorageOptions { DataFolder = folder.FullPath, Postgres = database.Settings.Postgres }))
            elsewhere.GetRequiredService<MailHold>().MayLeave.ShouldBeTrue("Its folder is new, the database is not.");

        database.Disconnect();
        await using var copy = await database.CopyAsync(Token);
        await using var copied = await ServedAsync(copy.Settings);
        copied.GetRequiredService<MailHold>().Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Copied);
    }

    // A process that starts, looks, and gives a sign of life.
    private static async Task ServeAsync(StillOutreach outreach)
    {
        var node = Node(outreach);
        await node.LookAsync(Token);
        await node.BeatAsync(Token);
    }

    private static async Task<ServiceProvider> ServedAsync(StorageOptions storage)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(Options.Create(storage)).AddSingleton(TimeProvider.System)
            .AddStorage().AddNodes().BuildServiceProvider();
        var node = services.GetRequiredService<Heartbeat>();
        await node.LookAsync(Token);
        await node.BeatAsync(Token);
        return services;
    }

    private static Heartbeat Node(StillOutreach outreach) => ActivatorUtilities.CreateInstance<Heartbeat>(outreach.Services);

    private static MailHold Hold(StillOutreach outreach) => outreach.Services.GetRequiredService<MailHold>();

    private static StorageOptions Storage(StillOutreach outreach) => outreach.Services.GetRequiredService<IOptions<StorageOptions>>().Value;

    private static async Task<Generation> RowAsync(StillOutreach outreach) => (await outreach.Services.AllAsync<Generation>()).Single();

    private static Task<bool> ReleaseAsync(StillOutreach outreach) =>
        outreach.Services.UseAsync<ReleaseHold, bool>(release => release.ExecuteAsync("Aino", Token));
}
