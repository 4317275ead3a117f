using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A relay that is away for a minute of the machine's clock. A class of its own, so that others run meanwhile.</summary>
public sealed class RelayOutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outage_of_a_minute_in_the_middle_is_told_on_the_page_and_waited_out()
    {
        const int Readers = 300;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.ServePeople();
            settings.SendThrough(relay.Port);
        });
        using var person = await outreach.SignInAsync();
        // A reply that takes its time leaves work for the outage, however fast the machine is.
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(20), "250 2.0.0 queued"));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted >= 20);

        relay.On(SmtpStep.Greeting, SmtpAction.ResetConnection);
        relay.On(SmtpStep.Mail, SmtpAction.ResetConnection);
        var began = TimeProvider.System.GetTimestamp();
        var health = outreach.Services.GetRequiredService<RouteHealth>();
        var trouble = (await Eventually.BecomesAsync(() => Task.FromResult(health.Troubles), troubles => troubles.Any(trouble => trouble.Failures >= 3)))
            .ShouldHaveSingleItem();
        var before = relay.Accepted.Count;
        before.ShouldBeLessThan(Readers);
        var page = await person.ReadAsync(mailing);
        page.ShouldContain("Välityspalvelin rele ei ota viestejä vastaan");
        page.ShouldContain("Viestit odottavat, eikä mitään katoa.");
        trouble.Reason.ShouldContain($"127.0.0.1:{relay.Port}");
        page.ShouldContain($"127.0.0.1:{relay.Port}");
        await Task.Delay(Outage - TimeProvider.System.GetElapsedTime(began), Token);
        relay.Accepted.Count.ShouldBe(before);
        (await person.ReadAsync(mailing)).ShouldContain("Välityspalvelin rele ei ota viestejä vastaan");
        relay.Recover();

        (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts.Accepted.ShouldBe(Readers);
        health.Troubles.ShouldBeEmpty();
        (await person.ReadAsync(mailing)).ShouldNotContain("ei ota viestejä vastaan");
    }
}
