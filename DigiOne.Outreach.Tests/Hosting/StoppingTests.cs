using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Deliveries;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DigiOne.Outreach.Tests.Hosting;

public sealed class StoppingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_is_stopped_in_the_middle_is_finished_after_the_next_start_with_nobody_twice(StorageEngine engine)
    {
        const int Readers = 600;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        MailingId mailing;
        await using (var first = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port)))
        {
            await first.Services.MakeListAsync();
            await first.Services.SubscribeManyAsync(Readers);
            // A reply that takes its time leaves work for after the stop, however fast the machine is.
            relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(50), "250 2.0.0 queued"));
            mailing = await first.Services.ScheduleAsync(Now(first.Services));
            await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 50);
            await first.StopAsync();
        }

        await using (var db = database.CreateDbContext())
        {
            var rows = await db.Set<Delivery>().AsNoTracking().ToListAsync(Token);
            rows.Count(row => row.State == DeliveryState.Accepted).ShouldBe(relay.Taken.Count, "What the relay took is in the ledger.");
            rows.Count(row => row.State is DeliveryState.Sending or DeliveryState.InDoubt).ShouldBe(0);
            rows.Count(row => row.State == DeliveryState.Waiting).ShouldBeGreaterThan(0, "It was stopped in the middle.");
            rows.ShouldAllBe(row => row.LeaseUntil == null);
            (await db.Set<Generation>().AsNoTracking().SingleAsync(Token)).AliveAt
                .ShouldBeGreaterThanOrEqualTo(rows.Max(row => row.SettledAt)!.Value, "The last heartbeat comes after the last message.");
        }

        relay.Recover();
        await using var second = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 8));
        (await second.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(Readers);
        relay.Taken.Count.ShouldBe(Readers);
        relay.Taken.SelectMany(mail => mail.To).Distinct().Count().ShouldBe(Readers);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Stop_that_falls_between_the_statements_of_a_claim_leaves_nothing_claimed(StorageEngine engine)
    {
        // The first looks for those that were put off, of whom there are none.
        var meanwhile = new Meanwhile("claim_epoch = claim_epoch + 1", times: 2);
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using (var outreach = await RunningOutreach.StartAsync(database, add: services => services.AddSingleton<IInterceptor>(meanwhile)))
        {
            meanwhile.Happens = () =>
            {
                outreach.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                return Task.CompletedTask;
            };
            await outreach.Services.SendToAsync(readers: 50);
            await Eventually.BecomesAsync(() => Task.FromResult(meanwhile.HasHappened), happened => happened);
            await outreach.StopAsync();
        }

        await using var db = database.CreateDbContext();
        var rows = await db.Set<Delivery>().AsNoTracking().ToListAsync(Token);
        rows.ShouldContain(row => row.ClaimEpoch > 0, "Some had been claimed.");
        rows.ShouldAllBe(row => row.LeaseUntil == null);
        rows.ShouldAllBe(row => row.State == DeliveryState.Waiting || row.State == DeliveryState.Accepted);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_send_a_mailing_together_and_nobody_gets_it_twice()
    {
        const int Readers = 400;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var first = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        await using var second = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        await first.Services.MakeListAsync();
        await first.Services.SubscribeManyAsync(Readers);

        var mailings = new[]
        {
            await first.Services.ScheduleAsync(Now(first.Services).AddSeconds(1)),
            await second.Services.ScheduleAsync(Now(second.Services).AddSeconds(1)),
        };
        foreach (var mailing in mailings)
            (await second.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(Readers);

        relay.Taken.Count.ShouldBe(2 * Readers);
        relay.Taken.GroupBy(mail => mail.To.Single()).ShouldAllBe(mails => mails.Count() == 2);
        (await first.Services.AllAsync<Certificate>()).Count.ShouldBe(2);
        (await SchedulersAsync(database)).ShouldBe(2, "Each node's Quartz has checked in.");
    }

    private static async Task<int> SchedulersAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM qrtz_scheduler_state").SingleAsync(Token);
    }

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
