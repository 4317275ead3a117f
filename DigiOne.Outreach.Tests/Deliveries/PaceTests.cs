using System.Diagnostics;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class PaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_gets_no_more_than_its_messages_a_minute_and_little_waits_claimed()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 4);
            settings.Relays["rele"].PerMinute = 1200;
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(400);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken > 0);
        var started = Stopwatch.GetTimestamp();

        await Task.Delay(TimeSpan.FromSeconds(4), Token);
        var seen = relay.Taken.Count;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        ((double)seen).ShouldBeInRange(seconds * 20 * 0.7, (seconds * 20) + 31, "Twenty a second, what fits into a second's tolerance, and the time until the first was seen.");
        (await outreach.Services.DeliveriesAsync(mailing)).Count(delivery => delivery.LeaseUntil is not null)
            .ShouldBeLessThanOrEqualTo(105, "Five seconds' worth.");
    }

    [Fact]
    public async Task Two_nodes_together_give_a_relay_no_more_than_its_messages_a_minute()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await Eventually.BecomesAsync(
            () => Task.FromResult(new[] { one, other }.Min(node => node.Services.GetRequiredService<LiveNodes>().Count)), count => count == 2);
        await one.Services.SendToAsync(readers: 500);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken > 0);
        var started = Stopwatch.GetTimestamp();

        await Task.Delay(TimeSpan.FromSeconds(6), Token);
        var seen = relay.Taken.Count;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        ((double)seen).ShouldBeInRange(
            seconds * 20 * 0.7, (seconds * 20) + 31, "Twenty a second of both, what fits into a second's tolerance, and the time until the first was seen.");

        Task<RunningOutreach> StartAsync() => RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 4);
            settings.Relays["rele"].PerMinute = 1200;
        });
    }

    [Fact]
    public async Task Slow_domain_holds_up_nobody_else_and_each_of_its_messages_is_put_off_once()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 4);
            settings.Domains["gmail.example"] = new() { PerMinute = 600 };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(450, "gmail.example");
        await outreach.Services.SubscribeManyAsync(50, "kunta.example");
        var started = Stopwatch.GetTimestamp();
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        await Eventually.BecomesAsync(() => Task.FromResult(Taken(relay, "kunta.example")), taken => taken == 50);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Waiting == 0);
        await Task.Delay(TimeSpan.FromSeconds(6), Token);

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ((double)Taken(relay, "gmail.example")).ShouldBeInRange(seconds * 10 * 0.4, (seconds * 10) + 51);
        // Claimed once to be put off, and once at its place.
        (await outreach.Services.DeliveriesAsync(mailing)).Max(delivery => delivery.ClaimEpoch).ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Domain_that_asks_for_patience_rests_while_all_others_go_on()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, Throttle);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(200, "gmail.example");
        await outreach.Services.SubscribeManyAsync(100, "kunta.example");
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts is { Accepted: 100, Deferred: 200 });

        relay.Commands.Count(line => line.Contains("@gmail.example", StringComparison.Ordinal)).ShouldBeLessThan(10);
        var resting = (await outreach.Services.DeliveriesAsync(mailing)).Where(delivery => delivery.Domain == "gmail.example").ToList();
        resting.ShouldAllBe(delivery => delivery.LastReply!.Contains("4.7.28"));
        resting.ShouldAllBe(delivery => delivery.NextAttemptAt > TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(20));
        var trouble = outreach.Services.GetRequiredService<DomainPace>().Troubles.ShouldHaveSingleItem();
        (trouble.Route, trouble.Domain, trouble.Times).ShouldBe(("rele", "gmail.example", 1));
        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty("A domain's trouble is not the relay's.");
    }

    [Fact]
    public async Task Domain_that_asks_one_relay_for_patience_gets_the_mail_of_another_sender_by_another_relay()
    {
        await using var asked = new ScriptedSmtpServer();
        asked.Decide(SmtpStep.Recipient, Throttle);
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(asked.Port);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = RelaySecurity.None };
            settings.Senders["naapuri"] = new SenderOptions { Name = "Naapuri", Address = "naapuri@digione.example", Relays = ["toinen"] };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(60, "gmail.example");
        var resting = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(resting), counts => counts.Deferred == 60);

        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow(), Team.Issue(["fi"]) with { Sender = "naapuri" });

        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(60);
        outreach.Services.GetRequiredService<DomainPace>().Troubles.ShouldHaveSingleItem().Route.ShouldBe("rele");
        (await outreach.Services.CountAsync(resting)).Deferred.ShouldBe(60);
    }

    [Fact]
    public async Task Domain_that_asks_one_of_a_senders_relays_for_patience_gets_its_mail_by_the_other()
    {
        await using var asked = new ScriptedSmtpServer();
        asked.Decide(SmtpStep.Recipient, Throttle);
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(asked.Port);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = RelaySecurity.None, Connections = 2 };
            settings.Senders["digione"].Relays = ["rele", "toinen"];
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(400, "gmail.example");
        await outreach.Services.SubscribeManyAsync(100, "kunta.example");
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        var counts = await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts is { Candidates: 500, Waiting: 0, Sending: 0 });

        counts.Deferred.ShouldBeLessThan(50, "Those that were refused, or stood in the relay's queue by then, wait for its rest.");
        Taken(relay, "gmail.example").ShouldBeGreaterThan(350);
        Taken(asked, "kunta.example").ShouldBeGreaterThan(0, "Its other mail goes on.");
        (await outreach.Services.DeliveriesAsync(mailing)).Where(delivery => delivery.State == DeliveryState.Deferred)
            .ShouldAllBe(delivery => delivery.LastReply!.Contains("4.7.28"));
    }

    private static SmtpAction? Throttle(string line) => line.Contains("@gmail.example", StringComparison.Ordinal)
        ? SmtpAction.Reply("451 4.7.28 our system has detected an unusual rate of mail")
        : null;

    private static int Taken(ScriptedSmtpServer relay, string domain) =>
        relay.Taken.Count(mail => mail.To[0].EndsWith($"@{domain}", StringComparison.Ordinal));
}
