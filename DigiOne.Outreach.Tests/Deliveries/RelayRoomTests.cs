using System.Diagnostics;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Relays that let in fewer connections than they were configured with.</summary>
public sealed class RelayRoomTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_with_room_for_ten_of_sixteen_is_not_stormed_and_takes_everything()
    {
        const int Readers = 4000;
        await using var relay = new ScriptedSmtpServer { Room = 10 };
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(20), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 16);
            settings.Tripwire.From = 100_000;
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(Readers);
        var started = Stopwatch.GetTimestamp();

        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        var certificate = await outreach.Services.WaitUntilClosedAsync(mailing);
        var took = Stopwatch.GetElapsedTime(started);

        certificate.Counts.Accepted.ShouldBe(Readers);
        relay.Accepted.SelectMany(mail => mail.To).ShouldBeUnique();
        took.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        // The sixteen of the start, the six that come back after ever longer pauses, and those that try after the first refusal.
        relay.Connections.ShouldBeLessThan(16 + (6 * 6) + 16);
        (await outreach.Services.AllAsync<Attempt>()).Count.ShouldBeLessThan(17, "One too many is no recipient's matter.");
        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Idle_connection_of_one_sender_leaves_the_relays_only_place_to_another_sender()
    {
        await using var relay = new ScriptedSmtpServer { Room = 1 };
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 1);
            settings.Senders["toinen"] = new SenderOptions { Name = "Toinen", Address = "toinen@digione.example", Relays = ["rele"] };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        (await SendAsync(outreach.Services, "digione")).Counts.Accepted.ShouldBe(3);

        (await SendAsync(outreach.Services, "toinen")).Counts.Accepted.ShouldBe(3);
        (await SendAsync(outreach.Services, "digione")).Counts.Accepted.ShouldBe(3);

        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty();
    }

    private static async Task<Certificate> SendAsync(IServiceProvider services, string sender) => await services.WaitUntilClosedAsync(
        await services.ScheduleAsync(TimeProvider.System.GetUtcNow(), Team.Issue(["fi"]) with { Sender = sender }));
}
