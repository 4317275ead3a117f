using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class RelayWeightTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_relays_share_by_weight_one_takes_over_when_the_other_fails_and_gives_back_when_it_returns()
    {
        await using var big = new ScriptedSmtpServer();
        await using var small = new ScriptedSmtpServer();
        big.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(5), "250 2.0.0 queued"));
        small.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(5), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => Weigh(settings, (big, 3), (small, 1)));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3000);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        await Eventually.BecomesAsync(() => Task.FromResult(big.Taken.Count + small.Taken.Count), taken => taken >= 600);
        Share(big.Taken.Count, small.Taken.Count).ShouldBeInRange(0.70, 0.80);

        big.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        big.On(SmtpStep.Mail, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await Eventually.BecomesAsync(() => Task.FromResult(outreach.Services.GetRequiredService<RouteHealth>().Troubles.Count), troubles => troubles == 1);
        var (bigAtFailure, smallAtFailure) = (big.Taken.Count, small.Taken.Count);
        await Eventually.BecomesAsync(() => Task.FromResult(small.Taken.Count), taken => taken >= smallAtFailure + 300);
        big.Taken.Count.ShouldBeLessThan(bigAtFailure + 10);

        big.Recover();
        await Eventually.BecomesAsync(() => Task.FromResult(outreach.Services.GetRequiredService<RouteHealth>().Troubles.Count), troubles => troubles == 0);
        var (bigAtReturn, smallAtReturn) = (big.Taken.Count, small.Taken.Count);
        await Eventually.BecomesAsync(
            () => Task.FromResult(big.Taken.Count + small.Taken.Count), taken => taken >= bigAtReturn + smallAtReturn + 400);
        Share(big.Taken.Count - bigAtReturn, small.Taken.Count - smallAtReturn).ShouldBeInRange(0.68, 0.82);

        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(3000);
        big.Taken.Concat(small.Taken).SelectMany(mail => mail.To).Distinct().Count().ShouldBe(3000);
    }

    [Fact]
    public async Task Spare_relay_stands_in_while_the_other_is_down()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var spare = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => Weigh(settings, (relay, 1), (spare, 0)));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(50);

        await outreach.Services.WaitUntilClosedAsync(await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow()));
        (relay.Taken.Count, spare.Taken.Count).ShouldBe((50, 0));

        relay.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        relay.On(SmtpStep.Mail, SmtpAction.ReplyAndClose("421 4.3.2 closed for repairs"));
        await outreach.Services.WaitUntilClosedAsync(await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow()));
        (relay.Taken.Count, spare.Taken.Count).ShouldBe((50, 50));
    }

    private static double Share(int big, int small) => (double)big / (big + small);

    private static void Weigh(Settings settings, params (ScriptedSmtpServer Server, int Weight)[] relays)
    {
        settings.Tripwire.From = 100_000;
        foreach (var (index, (server, weight)) in relays.Index())
        {
            settings.Relays[$"rele{index}"] = new()
            {
                Host = "127.0.0.1",
                Port = server.Port,
                Security = RelaySecurity.None,
                Connections = 3,
                Weight = weight,
            };
        }

        settings.Senders["digione"].Relays = [.. settings.Relays.Keys];
    }
}
