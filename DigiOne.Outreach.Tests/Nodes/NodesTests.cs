using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Deliveries;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Nodes;

public sealed class NodesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_know_of_each_other_and_one_that_stops_is_gone_at_once()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var first = await RunningOutreach.StartAsync(database);
        await using (await RunningOutreach.StartAsync(database))
            await Eventually.BecomesAsync(() => Task.FromResult(Nodes(first).Count), count => count == 2);

        (await first.Services.AllAsync<Node>()).ShouldHaveSingleItem().Name.ShouldContain(Environment.MachineName);
        await Eventually.BecomesAsync(() => Task.FromResult(Nodes(first).Count), count => count == 1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Node_that_was_silent_for_twenty_seconds_is_counted_no_more(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (living, dying) = (Node(outreach), Node(outreach));
        await dying.BeatAsync(Token);
        await living.BeatAsync(Token);
        Nodes(outreach.Services).Count.ShouldBe(2);

        outreach.Clock.Advance(Heartbeat.DeadAfter - TimeSpan.FromSeconds(1));
        await living.BeatAsync(Token);
        Nodes(outreach.Services).Count.ShouldBe(2);
        outreach.Clock.Advance(TimeSpan.FromSeconds(2));
        await living.BeatAsync(Token);

        Nodes(outreach.Services).Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Node_that_stops_gives_one_sign_of_life_more_unless_mail_is_held(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var node = Node(outreach);
        await node.LookAsync(Token);
        await node.BeatAsync(Token);
        outreach.Clock.Advance(TimeSpan.FromSeconds(3));

        await node.StopAsync(Token);

        var row = (await outreach.Services.AllAsync<Generation>()).ShouldHaveSingleItem();
        (row.Beat, row.AliveAt).ShouldBe((2, outreach.Now));
        outreach.Services.GetRequiredService<StampFile>().Read().ShouldNotBeNull().Beat.ShouldBe(2);
        (await outreach.Services.AllAsync<Node>()).ShouldBeEmpty();

        await HoldTests.HoldAsync(outreach.Services);
        var held = Node(outreach);
        await held.LookAsync(Token);
        await held.StopAsync(Token);
        (await outreach.Services.AllAsync<Generation>()).Single().Beat.ShouldBe(2);
    }

    [Fact]
    public async Task Claims_of_a_node_that_is_killed_in_mid_send_are_taken_over_by_the_living_one_within_thirty_seconds()
    {
        const int Readers = 400;
        // One node's messages get as far as the final dot and no further: two under way, others claimed behind them.
        await using var silent = new ScriptedSmtpServer();
        silent.On(SmtpStep.Dot, SmtpAction.Silence);
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(10), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var living = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        await using var killed = await ChildOutreach.StartAsync(database.Settings, silent.Port, connections: 3);
        await Eventually.BecomesAsync(() => Task.FromResult(Nodes(living).Count), count => count == 2);
        var mailing = await living.Services.SendToAsync(Readers);
        // The living node has done all that the other does not hold.
        await Eventually.BecomesAsync(
            () => living.Services.DeliveriesAsync(mailing),
            rows => rows.Count == Readers && silent.Taken.Count == 2 && rows.All(row => row.State != DeliveryState.Waiting || row.LeaseUntil is not null)
                && rows.Count(row => row.State == DeliveryState.Sending) == 2);
        var before = relay.Accepted.Count;

        killed.Kill();
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted == Readers - 2);

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        before.ShouldBeInRange(1, Readers - 10, "Both nodes had claimed, and many were the killed one's.");
        var counts = (await living.Services.WaitUntilClosedAsync(mailing)).Counts;
        (counts.Candidates, counts.Accepted, counts.InDoubt).ShouldBe((Readers, Readers - 2, 2));
        relay.Taken.Concat(silent.Taken).SelectMany(mail => mail.To).ShouldBeUnique();
    }

    private static LiveNodes Nodes(RunningOutreach outreach) => Nodes(outreach.Services);

    private static LiveNodes Nodes(IServiceProvider services) => services.GetRequiredService<LiveNodes>();

    private static Heartbeat Node(StillOutreach outreach) => ActivatorUtilities.CreateInstance<Heartbeat>(outreach.Services);
}
