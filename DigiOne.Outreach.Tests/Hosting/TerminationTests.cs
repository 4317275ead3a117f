using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Hosting;

/// <summary>SIGTERM, as a container's runtime sends it, to the real program.</summary>
public sealed class TerminationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Process_ends_within_thirty_seconds_and_says_itself_which_messages_are_in_doubt(StorageEngine engine)
    {
        const int Readers = 40;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        // One reply is withheld for longer than a stop may take; the other connection goes on.
        relay.Once(SmtpStep.Dot, SmtpAction.Silence);
        MailingId mailing;
        await using (var child = await ChildOutreach.StartAsync(database.Settings, relay.Port, connections: 3))
        {
            await using (var team = database.Services())
            {
                await team.MakeListAsync();
                await team.SubscribeManyAsync(Readers);
                mailing = await team.ScheduleAsync(TimeProvider.System.GetUtcNow());
            }

            await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 1);
            var started = TimeProvider.System.GetTimestamp();
            child.Terminate();
            (await child.WaitForExitAsync()).ShouldBe(0, child.Said);
            var took = TimeProvider.System.GetElapsedTime(started);
            took.ShouldBeLessThan(OutreachHost.ShutdownTimeout, child.Said);
            took.ShouldBeGreaterThan(TimeSpan.FromSeconds(20), "It waits for the reply as long as it may.");
        }

        await using (var db = database.CreateDbContext())
        {
            var rows = await db.Set<Delivery>().AsNoTracking().ToListAsync(Token);
            rows.Count.ShouldBe(Readers);
            rows.Count(row => row.State == DeliveryState.Accepted).ShouldBe(relay.Taken.Count - 1);
            rows.ShouldAllBe(row => row.LeaseUntil == null, "Every claim is given back.");
            rows.Count(row => row.State == DeliveryState.Sending).ShouldBe(0);
            rows.Single(row => row.State == DeliveryState.InDoubt).LastReply.ShouldNotBeNull().ShouldContain("had left");
        }

        await using var next = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        var counts = (await next.Services.WaitUntilClosedAsync(mailing)).Counts;
        (counts.Accepted, counts.InDoubt).ShouldBe((Readers - 1, 1));
        relay.Taken.SelectMany(mail => mail.To).Distinct().Count().ShouldBe(Readers);
        relay.Taken.Count.ShouldBe(Readers);
    }
}
