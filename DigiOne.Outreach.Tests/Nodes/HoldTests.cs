using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Cli;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Tests.Web.Api;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Nodes;

public sealed class HoldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_put_back_sends_nothing_by_itself_and_after_the_release_nobody_twice()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        MailingId sent;
        await using (var first = await StartAsync(database, relay))
        {
            await first.Services.MakeListAsync();
            await first.Services.SubscribeManyAsync(3);
            sent = await first.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
            await first.Services.WaitUntilClosedAsync(sent);
        }

        database.Disconnect();
        var backup = database.Settings.SqlitePath + ".backup";
        File.Copy(database.Settings.SqlitePath, backup);
        await using (var second = await StartAsync(database, relay))
            await Eventually.BecomesAsync(
                async () => (await second.Services.AllAsync<Generation>()).Single().Beat, beat => beat >= 2);
        database.Disconnect();
        File.Copy(backup, database.Settings.SqlitePath, overwrite: true);

        await using var restored = await StartAsync(database, relay);
        await Eventually.BecomesAsync(() => Task.FromResult(Hold(restored).Held), held => held is not null);
        var waiting = await restored.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        (await restored.Services.MailingAsync(waiting)).State.ShouldBe(MailingState.Scheduled);
        relay.Taken.Count.ShouldBe(3);

        (await restored.Services.UseAsync<ReleaseHold, bool>(release => release.ExecuteAsync("Aino", Token))).ShouldBeTrue();
        (await restored.Services.WaitUntilClosedAsync(waiting)).Counts.Accepted.ShouldBe(3);
        relay.Taken.Count.ShouldBe(6);
        relay.Taken.GroupBy(mail => mail.To.Single()).ShouldAllBe(mails => mails.Count() == 2);
    }

    [Fact]
    public async Task Backup_of_a_process_last_seconds_is_known_to_be_older()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        using var backup = new TempFolder();
        await using (var first = await StartAsync(database, relay))
        {
            await Eventually.BecomesAsync(() => Task.FromResult(Hold(first).MayLeave), may => may);
            // Of the running process, between two heartbeats.
            var beat = (await first.Services.AllAsync<Generation>()).Single().Beat;
            await Eventually.BecomesAsync(async () => (await first.Services.AllAsync<Generation>()).Single().Beat, now => now > beat);
            await using (var db = database.CreateDbContext())
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup["outreach.db"]}", Token);
            await first.Services.MakeListAsync();
            await first.Services.SubscribeManyAsync(3);
            await first.Services.WaitUntilClosedAsync(await first.Services.ScheduleAsync(TimeProvider.System.GetUtcNow()));
        }

        database.Disconnect();
        File.Copy(backup["outreach.db"], database.Settings.SqlitePath, overwrite: true);

        await using var restored = await StartAsync(database, relay);
        (await Eventually.BecomesAsync(() => Task.FromResult(Hold(restored).Held), held => held is not null))!.Reason.ShouldBe(HoldReason.Restored);
    }

    [Fact]
    public async Task Disk_put_back_with_all_that_is_on_it_sends_nothing_again_by_itself()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        using var snapshot = new TempFolder();
        MailingId mailing;
        await using (var night = await StartAsync(database, relay))
        {
            await night.Services.MakeListAsync();
            await night.Services.SubscribeManyAsync(3);
            mailing = await night.Services.ScheduleAsync(TimeProvider.System.GetUtcNow().AddHours(6));
            await Eventually.BecomesAsync(async () => (await night.Services.AllAsync<Generation>()).Single().Beat, beat => beat >= 1);
        }

        database.Disconnect();
        foreach (var file in Directory.GetFiles(database.Settings.DataFolder))
            File.Copy(file, snapshot[Path.GetFileName(file)]);
        await PassAsync(database, TimeSpan.FromHours(6));
        await using (var morning = await StartAsync(database, relay))
        {
            await Eventually.BecomesAsync(() => Task.FromResult(Hold(morning).Held), held => held is not null);
            await morning.Services.UseAsync<ReleaseHold, bool>(release => release.ExecuteAsync("Aino", Token));
            await morning.Services.WaitUntilClosedAsync(mailing);
        }

        // Written into the files that are there, which keep their birth as on a disk that is put back.
        database.Disconnect();
        foreach (var file in Directory.GetFiles(snapshot.FullPath))
            File.Copy(file, Path.Combine(database.Settings.DataFolder, Path.GetFileName(file)), overwrite: true);
        await PassAsync(database, TimeSpan.FromHours(7));
        await using var putBack = await StartAsync(database, relay);
        (await Eventually.BecomesAsync(() => Task.FromResult(Hold(putBack).Held), held => held is not null))!.Reason.ShouldBe(HoldReason.Unproven);
        await Task.Delay(TimeSpan.FromSeconds(2), Token);

        (await putBack.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Scheduled);
        relay.Taken.Count.ShouldBe(3);
    }

    // As if so much time had gone by.
    private static async Task PassAsync(TestDatabase database, TimeSpan time)
    {
        await using var db = database.CreateDbContext();
        var item = await db.Set<DueItem>().SingleAsync(Token);
        item.DueAt -= time;
        var generation = await db.Set<Generation>().SingleAsync(Token);
        generation.AliveAt -= time;
        await db.SaveChangesAsync(Token);
    }

    [Fact]
    public async Task Hold_is_shown_and_released_over_the_API()
    {
        await using var api = await RunningApi.StartAsync();
        await Eventually.BecomesAsync(async () => (await api.GetAsync("/api/v1/hold")).GetProperty("mayLeave").GetBoolean(), may => may);
        await api.PostAsync("/api/v1/hold/release", null, HttpStatusCode.Conflict);

        await HoldAsync(api.Services);
        var held = await Eventually.BecomesAsync(() => api.GetAsync("/api/v1/hold"), answer => !answer.GetProperty("mayLeave").GetBoolean());
        held.GetProperty("reason").GetString().ShouldBe("copied");

        (await api.PostAsync("/api/v1/hold/release", null)).GetProperty("mayLeave").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_held_is_nothing_to_release()
    {
        using var house = new CommandRun();

        var run = await house.RunAsync("release");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Nothing is held");
    }

    internal static async Task HoldAsync(IServiceProvider services)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<Generation>().ExecuteUpdateAsync(
            row => row.SetProperty(r => r.HeldAt, now).SetProperty(r => r.HeldBecause, HoldReason.Copied), Token);
    }

    private static Task<RunningOutreach> StartAsync(TestDatabase database, ScriptedSmtpServer relay) =>
        RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));

    private static MailHold Hold(RunningOutreach outreach) => outreach.Services.GetRequiredService<MailHold>();
}
