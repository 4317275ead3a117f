using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class RelayTests
{
    [Fact]
    public async Task Recipient_is_deferred_or_refused_with_the_servers_own_words()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, line =>
            line.Contains("later@", StringComparison.Ordinal) ? SmtpAction.Reply("451 4.7.1 greylisted, come back")
            : line.Contains("nobody@", StringComparison.Ordinal) ? SmtpAction.Reply("550 5.1.1 no such user")
            : null);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));

        var mailing = await SendAsync(outreach.Services, "aino@kunta.example", "later@kunta.example", "nobody@kunta.example");
        await Eventually.BecomesAsync(
            () => outreach.Services.CountAsync(mailing), counts => counts is { Accepted: 1, Deferred: 1, Rejected: 1 });

        var rows = (await outreach.Services.DeliveriesAsync(mailing)).ToDictionary(row => row.Address);
        rows["later@kunta.example"].LastReply.ShouldBe("451 4.7.1 greylisted, come back");
        rows["nobody@kunta.example"].LastReply.ShouldBe("550 5.1.1 no such user");
        rows["later@kunta.example"].NextAttemptAt.ShouldBeGreaterThan(rows["aino@kunta.example"].SettledAt!.Value + TimeSpan.FromSeconds(30));
        relay.Taken.ShouldHaveSingleItem().To.ShouldBe(["aino@kunta.example"]);
        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Sending);
        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty("One recipient's trouble is not the relay's.");
    }

    [Fact]
    public async Task Relay_that_is_down_loses_nothing_says_why_on_every_row_and_goes_on_when_it_is_back()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        var readers = Enumerable.Range(0, 120).Select(n => $"lukija{n}@kunta.example").ToArray();

        var mailing = await SendAsync(outreach.Services, readers);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Deferred == readers.Length);

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.LastReply!.Contains("closed for repairs"));
        var trouble = outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldHaveSingleItem();
        trouble.Route.ShouldBe("rele");
        trouble.Reason.ShouldContain("closed for repairs");
        relay.Connections.ShouldBeLessThan(readers.Length / 2, "A relay in trouble is left alone.");

        relay.Recover();
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);

        certificate.Counts.Accepted.ShouldBe(readers.Length);
        relay.Taken.SelectMany(mail => mail.To).Order().ShouldBe(readers.Order());
        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Relay_that_no_longer_relays_for_us_strikes_nobody_out_and_goes_on_when_it_does()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Decide(SmtpStep.Recipient, line => SmtpAction.Reply($"554 5.7.1 {line["RCPT TO:".Length..]}: Relay access denied"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));
        var readers = Enumerable.Range(0, 60).Select(n => $"lukija{n}@kunta.example").ToArray();

        var mailing = await SendAsync(outreach.Services, readers);
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Deferred == readers.Length);

        var trouble = outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldHaveSingleItem();
        trouble.Reason.ShouldBe("554 5.7.1 <…>: Relay access denied");
        outreach.Services.GetRequiredService<DomainPace>().Troubles.ShouldBeEmpty();

        relay.Recover();
        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(readers.Length);
    }

    [Fact]
    public async Task Relay_that_closes_in_the_middle_gets_the_message_again()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Once(SmtpStep.Mail, SmtpAction.ReplyAndClose("421 4.3.2 shutting down"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port));

        var mailing = await SendAsync(outreach.Services, "aino@kunta.example");
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);

        certificate.Counts.Accepted.ShouldBe(1);
        var delivery = (await outreach.Services.DeliveriesAsync(mailing)).Single().Id;
        (await outreach.Services.UseAsync<FindDelivery, DeliveryDetails?>(find => find.ExecuteAsync(delivery, TestContext.Current.CancellationToken)))!
            .Attempts.Select(attempt => attempt.Outcome)
            .ShouldBe([DeliveryState.Deferred, DeliveryState.Accepted]);
    }

    [Fact]
    public async Task Message_whose_answer_was_lost_is_held_in_doubt_and_not_sent_again()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Once(SmtpStep.Dot, SmtpAction.ResetConnection);
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 1));

        var mailing = await SendAsync(outreach.Services, "aino@kunta.example", "eino@kunta.example", "veera@kunta.example");
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);

        (certificate.Counts.InDoubt, certificate.Counts.Accepted).ShouldBe((1, 2));
        relay.Taken.SelectMany(mail => mail.To).Distinct().Count().ShouldBe(3);
        relay.Taken.Count.ShouldBe(3);
    }

    [Fact]
    public async Task One_of_two_relays_down_leaves_the_mail_to_the_other()
    {
        await using var broken = new ScriptedSmtpServer();
        broken.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(broken.Port);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = DigiOne.Outreach.Mail.RelaySecurity.None };
            settings.Senders["digione"].Relays = ["rele", "toinen"];
        });

        var mailing = await SendAsync(outreach.Services, [.. Enumerable.Range(0, 60).Select(n => $"lukija{n}@kunta.example")]);
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);

        certificate.Counts.Accepted.ShouldBe(60);
        relay.Taken.Count.ShouldBe(60);
        broken.Connections.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task One_of_two_relays_that_hangs_in_each_message_leaves_the_rest_to_the_other()
    {
        await using var hanging = new ScriptedSmtpServer();
        hanging.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromSeconds(40), "250 2.0.0 at last"));
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, TestContext.Current.CancellationToken);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            // Of four connections one is kept for urgent mail, and idles; each of the others holds one message and the next.
            settings.SendThrough(hanging.Port, connections: 4);
            // Longer than it hangs, so that it stays well and is waited for by whoever waits for it.
            settings.Relays["rele"].FinalReplyTimeout = TimeSpan.FromMinutes(2);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = DigiOne.Outreach.Mail.RelaySecurity.None, Connections = 4 };
            settings.Senders["digione"].Relays = ["rele", "toinen"];
        });

        await SendAsync(outreach.Services, [.. Enumerable.Range(0, 60).Select(n => $"lukija{n}@kunta.example")]);

        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 54);
        (await outreach.Services.AllAsync<Delivery>()).ShouldAllBe(row => row.State != DeliveryState.Accepted || row.Route == "toinen", "The other hangs still.");
    }

    private static async Task<MailingId> SendAsync(IServiceProvider services, params string[] readers)
    {
        await services.MakeListAsync();
        await services.SubscribeAsync(readers);
        return await services.ScheduleAsync(services.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
