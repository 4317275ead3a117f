using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Relays that drop messages, before the final dot or after it: whose fault that is, and what it costs.</summary>
public sealed class DroppedMessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_that_resets_after_every_dot_leaves_a_handful_in_doubt_and_the_rest_to_another()
    {
        const int Readers = 300;
        await using var broken = new ScriptedSmtpServer();
        broken.On(SmtpStep.Dot, SmtpAction.ResetConnection);
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(broken.Port, connections: 3);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = RelaySecurity.None, Connections = 3 };
            settings.Senders["digione"].Relays = ["rele", "toinen"];
        });

        var mailing = await outreach.Services.SendToAsync(Readers);
        var counts = (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts;

        counts.InDoubt.ShouldBe(broken.Taken.Count);
        counts.InDoubt.ShouldBeInRange(1, 10);
        (counts.Accepted, relay.Accepted.Count).ShouldBe((Readers - counts.InDoubt, Readers - counts.InDoubt));
        broken.Taken.Concat(relay.Taken).SelectMany(mail => mail.To).ShouldBeUnique();
        var trouble = Health(outreach).Troubles.ShouldHaveSingleItem();
        (trouble.Route, trouble.Failures > 0).ShouldBe(("rele", true));
        trouble.Reason.ShouldContain("The message had left");
    }

    [Fact]
    public async Task Sole_relay_that_resets_after_every_dot_is_left_alone_for_longer_and_longer()
    {
        const int Readers = 100;
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ResetConnection);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 2));
        var mailing = await outreach.Services.SendToAsync(Readers);

        await Eventually.BecomesAsync(() => Task.FromResult(Health(outreach).Troubles), troubles => troubles.Any(trouble => trouble.Failures >= 4));
        relay.Taken.Count.ShouldBeLessThan(8);
        relay.Recover();

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;
        counts.InDoubt.ShouldBe(relay.Taken.Count - relay.Accepted.Count);
        counts.Accepted.ShouldBe(Readers - counts.InDoubt);
        Health(outreach).Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Relay_that_drops_everybody_is_left_alone_and_nobody_is_struck_out_however_often_and_long_they_were_tried()
    {
        const int Readers = 50;
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 3));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Deferred == Readers);
        await AgeAsync(outreach, tries: 5);

        relay.Recover();
        relay.On(SmtpStep.Data, SmtpAction.Close);
        var failuresBefore = Health(outreach).Troubles.Single().Failures;
        await Eventually.BecomesAsync(
            async () =>
            {
                await FaultyMailing.HastenAsync(outreach.Services);
                return Health(outreach).Troubles.Select(trouble => trouble.Failures).SingleOrDefault();
            },
            failures => failures >= failuresBefore + 3);

        relay.Commands.Count(command => command == "DATA").ShouldBeLessThan(10, "One at a time tries it.");
        (await outreach.Services.CountAsync(mailing)).Rejected.ShouldBe(0);
        relay.Recover();
        (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts.Accepted.ShouldBe(Readers);
    }

    [Theory]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    public async Task Recipient_at_whom_alone_the_relay_always_closes_is_given_up_in_time_and_pauses_nobody(SmtpStep step)
    {
        const int Readers = 600;
        const string Poison = "RCPT TO:<lukija7@kunta.example>";
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(step, line => line == Poison || (line == "DATA" && relay.Commands.TakeLast(2).First() == Poison) ? SmtpAction.Close : null);
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(10), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 1));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(
            async () => (await outreach.Services.CountAsync(mailing), await TriesOfPoisonAsync(outreach, mailing)),
            seen => seen.Item1.Accepted == Readers - 1 && seen.Item2 >= 3);
        Health(outreach).Troubles.ShouldBeEmpty("From the third try on it is the recipient's matter.");
        await using (var db = database.CreateDbContext())
            await db.Set<Delivery>().Where(row => row.State == DeliveryState.Deferred)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.FirstIntentAt, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(3)), Token);

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;

        (counts.Accepted, counts.Rejected).ShouldBe((Readers - 1, 1));
        var poison = (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.State == DeliveryState.Rejected);
        (poison.Address, poison.Attempts >= 3).ShouldBe(("lukija7@kunta.example", true));
        Health(outreach).Troubles.ShouldBeEmpty();
    }

    private static async Task<int> TriesOfPoisonAsync(RunningOutreach outreach, MailingId mailing) =>
        (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row is { Address: "lukija7@kunta.example", State: DeliveryState.Deferred })
            .Select(row => row.Attempts).SingleOrDefault();

    // As if they had been tried for days.
    private static async Task AgeAsync(RunningOutreach outreach, int tries)
    {
        await using var db = outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        await db.Set<Delivery>().ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Attempts, tries).SetProperty(r => r.FirstIntentAt, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(3)), Token);
    }

    private static RouteHealth Health(RunningOutreach outreach) => outreach.Services.GetRequiredService<RouteHealth>();
}
