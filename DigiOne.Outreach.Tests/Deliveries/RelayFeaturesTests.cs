using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Messages that not every relay of a sender can carry.</summary>
public sealed class RelayFeaturesTests
{
    private static readonly string[] Plain = [.. Enumerable.Range(0, 60).Select(n => $"lukija{n}@kunta.example")];
    private static readonly string[] International = [.. Enumerable.Range(0, 60).Select(n => $"väinö{n}@kunta.example")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="weight">The other relay's: 0 makes it a spare one.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Address_that_one_relay_cannot_take_goes_through_the_other(int weight)
    {
        await using var old = new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME"] };
        await using var modern = new ScriptedSmtpServer();

        var (certificate, rows) = await SendAsync(old, modern, weight, [.. Plain, .. International]);

        certificate.Counts.Accepted.ShouldBe(Plain.Length + International.Length);
        var byModern = modern.Accepted.SelectMany(mail => mail.To).ToList();
        byModern.Where(address => !Plain.Contains(address)).Order().ShouldBe(International.Order());
        old.Accepted.SelectMany(mail => mail.To).Concat(byModern).ShouldBeUnique();
        if (weight == 0)
            byModern.ShouldAllBe(address => International.Contains(address), "A spare relay carries nothing else while the other is well.");
        rows.ShouldAllBe(row => row.Attempts == 1, "An objection is no try.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Mailing_that_is_too_large_for_one_relay_goes_through_the_other(int weight)
    {
        await using var small = new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 1000"] };
        await using var large = new ScriptedSmtpServer();

        (await SendAsync(small, large, weight, Plain)).Certificate.Counts.Accepted.ShouldBe(Plain.Length);

        large.Accepted.SelectMany(mail => mail.To).Order().ShouldBe(Plain.Order());
        small.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_that_no_relay_can_take_is_rejected()
    {
        await using var old = new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME"] };
        await using var older = new ScriptedSmtpServer { Extensions = [] };

        var (certificate, rows) = await SendAsync(old, older, weight: 1, [.. Plain, .. International]);

        (certificate.Counts.Accepted, certificate.Counts.Rejected).ShouldBe((Plain.Length, International.Length));
        rows.Where(row => row.State == DeliveryState.Rejected).ShouldAllBe(row => International.Contains(row.Address) && row.LastReply!.Contains("SMTPUTF8"));
    }

    [Fact]
    public async Task Address_waits_for_the_only_relay_that_can_take_it_while_that_is_down()
    {
        await using var old = new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME"] };
        await using var modern = new ScriptedSmtpServer();
        modern.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => Use(settings, old, modern, weight: 1));
        var mailing = await StartAsync(outreach.Services, [.. Plain, .. International]);
        await Eventually.BecomesAsync(
            () => outreach.Services.CountAsync(mailing), counts => counts.Accepted == Plain.Length && counts.Deferred == International.Length);
        // Before the relay is known to be down, those whom it has no place for wait for each other.
        await Eventually.BecomesAsync(
            async () => (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.Deferred).Select(row => row.LastReply!).ToList(),
            replies => replies.TrueForAll(reply => reply.Contains("closed for repairs")));

        modern.Recover();

        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(Plain.Length + International.Length);
        modern.Accepted.SelectMany(mail => mail.To).Order().ShouldBe(International.Order());
    }

    private static async Task<(Certificate Certificate, List<Delivery> Rows)> SendAsync(
        ScriptedSmtpServer one, ScriptedSmtpServer other, int weight, string[] readers)
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => Use(settings, one, other, weight));
        var mailing = await StartAsync(outreach.Services, readers);
        return (await outreach.Services.WaitUntilClosedAsync(mailing), await outreach.Services.DeliveriesAsync(mailing));
    }

    private static async Task<MailingId> StartAsync(IServiceProvider services, string[] readers)
    {
        await services.MakeListAsync();
        await services.SubscribeAsync(readers);
        return await services.ScheduleAsync(TimeProvider.System.GetUtcNow());
    }

    private static void Use(Settings settings, ScriptedSmtpServer one, ScriptedSmtpServer other, int weight)
    {
        settings.SendThrough(one.Port);
        settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = other.Port, Security = RelaySecurity.None, Weight = weight, Connections = 2 };
        settings.Senders["digione"].Relays = ["rele", "toinen"];
    }
}
