using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A relay that warms up, in the running engine.</summary>
public sealed class WarmingRelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_that_has_carried_its_day_leaves_the_rest_to_the_other_and_says_why(StorageEngine engine)
    {
        await using var warming = new ScriptedSmtpServer();
        await using var old = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            WarmUp(settings, warming, daily: 30);
            settings.Relays["vanha"] = new() { Host = "127.0.0.1", Port = old.Port, Security = RelaySecurity.None };
            settings.Senders["digione"].Relays = ["rele", "vanha"];
        });

        var mailing = await outreach.Services.SendToAsync(200);
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);

        certificate.Counts.Accepted.ShouldBe(200);
        (warming.Taken.Count, old.Taken.Count).ShouldBe((30, 170));
        var trouble = outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldHaveSingleItem();
        (trouble.Route, trouble.Failures).ShouldBe(("rele", 0));
        trouble.Reason.ShouldContain("30 messages");
        (await outreach.Services.AllAsync<RelayDay>()).Sum(day => day.Messages).ShouldBe(30);
        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.Attempts == 1, "Nobody was put off while a relay was free.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Confirmation_leaves_within_a_second_although_a_newsletter_has_used_up_the_only_relays_day(StorageEngine engine)
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => WarmUp(settings, relay, daily: 20));
        var newsletter = await outreach.Services.SendToAsync(60);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(newsletter), counts => counts is { Accepted: 20, Limited: 40, Deferred: 0 });
        (await outreach.Services.DeliveriesAsync(newsletter)).Where(row => row.State == DeliveryState.Deferred)
            .ShouldAllBe(row => row.LastReply!.StartsWith("Warming up: all 20 messages", StringComparison.Ordinal));
        var campaign = await outreach.Services.ComposeAsync();

        for (var times = 1; times <= 3; times++)
            (await outreach.Services.ConfirmAsync(campaign, $"aino{times}@kunta.example", relay)).ShouldBeLessThan(TimeSpan.FromSeconds(1));

        relay.Taken.Count.ShouldBe(23);
        (await outreach.Services.AllAsync<RelayDay>()).Sum(day => day.Messages).ShouldBe(23, "They count.");
    }

    [Fact]
    public async Task Two_nodes_together_carry_no_more_than_a_relays_day_allows()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var one = await RunningOutreach.StartAsync(database, settings => WarmUp(settings, relay, daily: 50));
        await using var other = await RunningOutreach.StartAsync(database, settings => WarmUp(settings, relay, daily: 50));
        await Eventually.BecomesAsync(
            () => Task.FromResult(new[] { one, other }.Min(node => node.Services.GetRequiredService<LiveNodes>().Count)), count => count == 2);

        var mailing = await one.Services.SendToAsync(300);
        await Eventually.BecomesAsync(() => one.Services.CountAsync(mailing), counts => counts.Accepted + counts.Limited + counts.Deferred == 300);

        relay.Taken.Count.ShouldBeInRange(45, 50, "A node may keep a few that the other could have used.");
        await one.StopAsync();
        await other.StopAsync();
        await using var db = database.CreateDbContext();
        db.Set<RelayDay>().Sum(day => day.Messages).ShouldBe(relay.Taken.Count, "What was not used is given back at the stop.");
    }

    private static void WarmUp(Settings settings, ScriptedSmtpServer relay, int daily)
    {
        settings.SendThrough(relay.Port);
        // Midnight may fall into the test, in the organisation's time zone.
        var from = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        settings.Relays["rele"].WarmUp = new() { From = from, Daily = [daily, daily, daily] };
    }
}
