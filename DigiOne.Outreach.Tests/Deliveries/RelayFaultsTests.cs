using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

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

    /// <param name="engine">Beside which database.</param>
    /// <param name="fault">What the relay does once at each command, one after the other.</param>
    /// <param name="rejected">Recipients who are refused for good by that.</param>
    /// <param name="inDoubt">Messages whose fate nobody knows after that.</param>
    [Theory]
    [InlineData(StorageEngine.Sqlite, "451", 0, 0)]
    [InlineData(StorageEngine.Sqlite, "550", 4, 0)]
    [InlineData(StorageEngine.Sqlite, "421", 0, 0)]
    [InlineData(StorageEngine.Sqlite, "end", 0, 2)]
    [InlineData(StorageEngine.Sqlite, "reset", 0, 2)]
    [InlineData(StorageEngine.Sqlite, "truncated", 0, 2)]
    [InlineData(StorageEngine.Sqlite, "garbage", 0, 2)]
    [InlineData(StorageEngine.Sqlite, "tarpit", 0, 2)]
    [InlineData(StorageEngine.Postgres, "550", 4, 0)]
    [InlineData(StorageEngine.Postgres, "reset", 0, 2)]
    public async Task Fault_at_each_command_loses_nobody_and_repeats_nobody_and_the_page_says_so(StorageEngine engine, string fault, int rejected, int inDoubt)
    {
        const int Readers = 400;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.ServePeople();
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
        using var person = await outreach.SignInAsync();
        var page = await person.ReadAsync(mailing);
        page.ShouldContain($"Luovutettu {Readers - rejected - inDoubt}, hylätty {rejected}, ohitettu 0, peruttu 0, epäselviä {inDoubt}.");
        page.Contains($"Epäselviä: {inDoubt}", StringComparison.Ordinal).ShouldBe(inDoubt > 0);
        var refused = (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.Rejected).ToList();
        refused.Count.ShouldBe(rejected);
        foreach (var delivery in refused)
            (await person.ReadAsync($"/admin/deliveries/{delivery.Id}")).ShouldContain($"{fault} 5.");
    }

    // Who refuses in the middle of a message hangs up: the rest of it would be taken for commands.
    private static SmtpAction FaultAt(SmtpStep step, string fault) =>
        (step, fault) is (SmtpStep.Body, "451" or "550") ? SmtpAction.ReplyAndClose($"{fault} 5.3.0 enough") : Faults[fault];

    [Fact]
    public async Task Recipient_who_is_refused_with_the_status_of_their_own_system_holds_nobody_else_up()
    {
        const int Readers = 60;
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, line => line.Contains("<lukija7@", StringComparison.Ordinal) ? SmtpAction.Reply("500 5.3.0 rejected") : null);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 1));

        var mailing = await outreach.Services.SendToAsync(Readers);

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;
        (counts.Accepted, counts.Rejected).ShouldBe((Readers - 1, 1));
        relay.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Tenth_of_the_recipients_put_off_by_their_server_get_it_later()
    {
        const int Readers = 200;
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, line => line.Contains("0@", StringComparison.Ordinal) ? SmtpAction.Reply("454 4.7.1 come back later") : null);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.ServePeople();
            settings.SendThrough(relay.Port, connections: 3);
        });
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts is { Deferred: 20, Accepted: 180 });
        using var person = await outreach.SignInAsync();
        var page = await person.ReadAsync(mailing);
        page.ShouldContain("180 / 200 · 90 %");
        page.ShouldContain($"/admin/deliveries?mailing={mailing}&state=Deferred");
        var deferred = (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.Deferred).ToList();
        deferred.ShouldAllBe(row => row.LastReply!.Contains("come back later"));
        (await person.ReadAsync($"/admin/deliveries?mailing={mailing}&state=Deferred")).ShouldContain($"/admin/deliveries/{deferred[0].Id}");
        (await person.ReadAsync($"/admin/deliveries/{deferred[0].Id}")).ShouldContain("454 4.7.1 come back later");
        relay.Recover();

        (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts.Accepted.ShouldBe(Readers);
    }
}
