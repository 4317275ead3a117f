using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Scheduling;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Nodes;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Hangfire;
using Hangfire.Logging;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace DigiOne.Outreach.Tests.Scheduling;

/// <summary>Quartz, Hangfire and the sweep in the real host, on the machine's clock.</summary>
public sealed class ClockworkTests
{
    // On time is within a second; a machine that runs a hundred tests at once is given some more.
    private static readonly TimeSpan Punctual = TimeSpan.FromSeconds(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Row_that_another_process_wrote_is_punctual(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        // No Quartz and no Hangfire in it, as in the command line.
        await using var other = OutreachHost.CreateServices(OutreachSettings.On(database));
        await other.MakeListAsync();
        await other.SubscribeManyAsync(1);
        var dueAt = Now(other).AddSeconds(1.5);

        var mailing = await other.ScheduleAsync(dueAt);
        await outreach.Services.WaitUntilClosedAsync(mailing);

        var row = await outreach.Services.MailingAsync(mailing);
        row.ActivatedAt!.Value.ShouldBeInRange(dueAt.AddMilliseconds(-1), dueAt + Punctual);
        (await outreach.Services.DeliveriesAsync(mailing)).Single().SettledAt!.Value.ShouldBeInRange(dueAt, dueAt + Punctual + TimeSpan.FromSeconds(1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_fell_due_while_the_process_was_down_goes_out_after_its_start_or_asks(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        MailingId soon;
        MailingId late;
        await using (var before = await RunningOutreach.StartAsync(database))
        {
            await before.Services.MakeListAsync();
            await before.Services.SubscribeManyAsync(2);
            soon = await before.Services.ScheduleAsync(Now(before.Services).AddHours(1));
            late = await before.Services.ScheduleAsync(Now(before.Services).AddHours(1));
        }

        // The night passes.
        await BackDateAsync(database, soon, TimeSpan.FromHours(3));
        await BackDateAsync(database, late, TimeSpan.FromHours(5));
        await using var after = await RunningOutreach.StartAsync(database);
        var certificate = await after.Services.WaitUntilClosedAsync(soon);
        await Eventually.BecomesAsync(() => after.Services.DueItemAsync(late.Value), item => item.State == DueState.Asking);

        certificate.Counts.Accepted.ShouldBe(2);
        (await after.Services.MailingAsync(late)).State.ShouldBe(MailingState.Scheduled);

        await after.Services.UseAsync<DueItems, bool>(items => items.ReleaseAsync(Mailing.DueKind, late.Value, Token));
        (await after.Services.WaitUntilClosedAsync(late)).Counts.Accepted.ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Thousand_items_due_at_once_each_happen_once(StorageEngine engine)
    {
        const int Items = 1000;
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        var dueAt = Now(outreach.Services).AddSeconds(2);
        await outreach.Services.UseAsync<OutreachDb, int>(db =>
        {
            foreach (var n in Enumerable.Range(0, Items))
            {
                var post = new Post { Name = $"Kutsu {n}", State = PostState.Scheduled, DueAt = dueAt, CreatedAt = dueAt };
                post.Variants.Add(new PostVariant { Network = "x", Text = "Tervetuloa!" });
                db.Add(post);
                db.Add(new Publication { PostId = post.Id, Network = "x", BodyHash = "" });
                db.Add(new DueItem { Kind = Post.DueKind, SubjectId = post.Id.Value, DueAt = dueAt, LateLimit = TimeSpan.FromHours(1) });
            }

            return db.SaveChangesAsync(Token);
        });

        await Eventually.BecomesAsync(
            () => outreach.Services.UseAsync<OutreachDb, int>(db => db.Set<DueItem>().CountAsync(item => item.State == DueState.Done, Token)),
            done => done == Items);

        var publications = await outreach.Services.AllAsync<Publication>();
        publications.Count(publication => publication.State == PublicationState.Published).ShouldBe(Items);
        publications.ShouldAllBe(publication => publication.IntentAt >= dueAt);
        (await outreach.Services.AllAsync<DigiOne.Outreach.Social.Networks.Rehearsal.RehearsedPost>()).Count.ShouldBe(Items);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Job_that_is_enqueued_already_starts_nothing_while_mail_is_held_and_its_item_goes_after_the_release(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        var hold = outreach.Services.GetRequiredService<MailHold>();
        await Eventually.BecomesAsync(() => Task.FromResult(hold.MayLeave), may => may);
        await HoldTests.HoldAsync(outreach.Services);
        await Eventually.BecomesAsync(() => Task.FromResult(hold.MayLeave), may => !may);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(Now(outreach.Services));

        var job = outreach.Services.GetRequiredService<IBackgroundJobClient>()
            .Enqueue<DueItemJob>(enqueued => enqueued.RunAsync(Mailing.DueKind, mailing.Value, CancellationToken.None));
        await Eventually.BecomesAsync(() => Task.FromResult(StateOf(outreach, job)), state => state == SucceededState.StateName);

        (await outreach.Services.DueItemAsync(mailing.Value)).State.ShouldBe(DueState.Waiting);
        (await outreach.Services.MailingAsync(mailing)).ActivatedAt.ShouldBeNull();
        (await outreach.Services.UseAsync<ReleaseHold, bool>(release => release.ExecuteAsync("Aino", Token))).ShouldBeTrue();
        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(1);
    }

    private static string? StateOf(RunningOutreach outreach, string job) =>
        outreach.Services.GetRequiredService<JobStorage>().GetMonitoringApi().JobDetails(job)?.History.FirstOrDefault()?.StateName;

    [Fact]
    public async Task Nodes_on_PostgreSQL_share_one_clock_and_a_job_that_runs_long_is_nobody_elses()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        await using var other = await RunningOutreach.StartAsync(database);

        foreach (var node in new[] { outreach, other })
        {
            // One that is not clustered knows of nobody but itself.
            var scheduler = await node.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Token);
            await Eventually.BecomesAsync(async () => (await scheduler.QueryClusterNodes(Token)).Count, nodes => nodes == 2);
        }

        var told = new ToldOptions();
        outreach.Services.GetRequiredService<JobStorage>().WriteOptionsToLog(told);
        told.Lines.ShouldContain(line => line.Contains("Use sliding invisibility timeout: True", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_times_hold_bulk_mail_to_relays_but_not_to_the_capture_folder_nor_a_test_to_oneself()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Senders["kokeilu"] = new() { Name = "Kokeilu", Address = "kokeilu@digione.example" };
            settings.QuietTimes.Enabled = true;
            settings.QuietTimes.Months = [.. Enumerable.Range(1, 12)];
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);

        var held = await outreach.Services.ScheduleAsync(Now(outreach.Services));
        var captured = await outreach.Services.ScheduleAsync(Now(outreach.Services), Team.Issue(["fi"]) with { Sender = "kokeilu" });
        var campaign = await outreach.Services.ComposeAsync();
        var test = await outreach.Services.UseAsync<DigiOne.Outreach.Newsletters.SendTest, MailingId?>(
            send => send.ExecuteAsync(campaign, "oma@kunta.example", "Oma", Token));

        await outreach.Services.WaitUntilClosedAsync(captured);
        await outreach.Services.WaitUntilClosedAsync(test!.Value);
        relay.Taken.ShouldHaveSingleItem().To.ShouldBe(["oma@kunta.example"]);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(held), counts => counts.Waiting == 1);
    }

    private static async Task BackDateAsync(TestDatabase database, MailingId mailing, TimeSpan ago)
    {
        await using var db = database.CreateDbContext();
        var then = TimeProvider.System.GetUtcNow() - ago;
        await db.Set<DueItem>().Where(item => item.SubjectId == mailing.Value)
            .ExecuteUpdateAsync(row => row.SetProperty(item => item.DueAt, then), Token);
    }

    /// <summary>What Hangfire says of its settings.</summary>
    private sealed class ToldOptions : ILog
    {
        internal List<string> Lines { get; } = [];

        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            if (messageFunc is not null)
                Lines.Add(messageFunc());
            return true;
        }
    }

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
