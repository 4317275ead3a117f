using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What relays do wrong, at every command of a session, in the middle of a mailing.</summary>
public sealed class RelayFaultsTests
{
    private static readonly SmtpStep[] Steps =
        [SmtpStep.Greeting, SmtpStep.Hello, SmtpStep.Mail, SmtpStep.Recipient, SmtpStep.Data, SmtpStep.Body, SmtpStep.Dot];

    private static readonly Dictionary<string, SmtpAction> Faults = new()
    {
        ["451"] = SmtpAction.Reply("451 4.3.0 not now"),
        ["550"] = SmtpAction.Reply("550 5.7.1 not ever"),
        ["421"] = SmtpAction.ReplyAndClose("421 4.3.2 shutting down"),
        ["end"] = SmtpAction.Close,
        ["reset"] = SmtpAction.ResetConnection,
        ["truncated"] = SmtpAction.ReplyAndClose("25"),
        ["garbage"] = SmtpAction.ReplyAndClose("\0\u0001 <html> 250"),
        ["tarpit"] = SmtpAction.Silence,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="fault">What the relay does once at each command, one after the other.</param>
    /// <param name="rejected">Recipients who are refused for good by that.</param>
    /// <param name="inDoubt">Messages whose fate nobody knows after that.</param>
    [Theory]
    [InlineData("451", 0, 0)]
    [InlineData("550", 4, 0)]
    [InlineData("421", 0, 0)]
    [InlineData("end", 0, 2)]
    [InlineData("reset", 0, 2)]
    [InlineData("truncated", 0, 2)]
    [InlineData("garbage", 0, 2)]
    [InlineData("tarpit", 0, 2)]
    public async Task Fault_at_each_command_loses_nobody_and_repeats_nobody(string fault, int rejected, int inDoubt)
    {
        const int Readers = 400;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 1);
            // Often a new connection, so that its opening has its faults too.
            settings.Relays["rele"].MessagesPerConnection = 3;
            settings.Relays["rele"].Timeout = settings.Relays["rele"].FinalReplyTimeout = TimeSpan.FromSeconds(1);
        });
        // A message is let through between two faults: a relay that fails time after time is left alone for longer.
        var steps = new Queue<SmtpStep>(Steps);
        var next = 0;
        var mailing = await outreach.Services.SendToAsync(Readers);
        while (steps.TryDequeue(out var step))
        {
            await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted > next);
            next = relay.Accepted.Count;
            relay.Once(step, FaultAt(step, fault));
            await Eventually.BecomesAsync(() => Task.FromResult(relay.HasDoneAll), done => done);
        }

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;

        (counts.Accepted, counts.Rejected, counts.InDoubt).ShouldBe((Readers - rejected - inDoubt, rejected, inDoubt));
    }

    // Who refuses in the middle of a message hangs up: the rest of it would be taken for commands.
    private static SmtpAction FaultAt(SmtpStep step, string fault) =>
        (step, fault) is (SmtpStep.Body, "451" or "550") ? SmtpAction.ReplyAndClose($"{fault} 5.3.0 enough") : Faults[fault];

    [Fact]
    public async Task Tenth_of_the_recipients_put_off_by_their_server_get_it_later()
    {
        const int Readers = 200;
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, line => line.Contains("0@", StringComparison.Ordinal) ? SmtpAction.Reply("454 4.7.1 come back later") : null);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 3));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts is { Deferred: 20, Accepted: 180 });

        (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.Deferred)
            .ShouldAllBe(row => row.LastReply!.Contains("come back later"));
        relay.Recover();

        (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts.Accepted.ShouldBe(Readers);
    }

    [Fact]
    public async Task Outage_in_the_middle_is_shown_and_waited_out()
    {
        const int Readers = 300;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted >= 20);

        relay.On(SmtpStep.Greeting, SmtpAction.ResetConnection);
        relay.On(SmtpStep.Mail, SmtpAction.ResetConnection);
        var health = outreach.Services.GetRequiredService<RouteHealth>();
        (await Eventually.BecomesAsync(() => Task.FromResult(health.Troubles), troubles => troubles.Any(trouble => trouble.Failures >= 3)))
            .ShouldHaveSingleItem().Reason.ShouldNotBeEmpty();
        relay.Recover();

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;
        counts.Accepted.ShouldBe(Readers);
        health.Troubles.ShouldBeEmpty();
    }
}
