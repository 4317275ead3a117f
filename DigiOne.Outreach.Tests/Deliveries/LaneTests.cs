using System.Diagnostics;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class LaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(3, 20_000)]
    public async Task Message_that_somebody_waits_for_leaves_within_a_second_while_a_large_mailing_goes_out(int connections, int readers)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(200), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections);
            settings.Tripwire.From = 100_000;
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(readers);
        await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        var campaign = await outreach.Services.ComposeAsync();
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 5);

        for (var times = 1; times <= 3; times++)
        {
            var address = $"aino{times}@kunta.example";
            var started = Stopwatch.GetTimestamp();
            await outreach.Services.UseAsync<SendTest, MailingId?>(send => send.ExecuteAsync(campaign, address, "Aino", Token));
            await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Any(mail => mail.To[0] == address)), taken => taken);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Two_campaigns_at_once_share_the_wire(int connections)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(5), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections);
            settings.Tripwire.From = 100_000;
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2000);
        var one = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        var other = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(other), counts => counts.Accepted > 0);
        var before = (await outreach.Services.CountAsync(one)).Accepted;

        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= before + 1000);

        var (first, second) = ((await outreach.Services.CountAsync(one)).Accepted - before, (await outreach.Services.CountAsync(other)).Accepted);
        ((double)first / (first + second)).ShouldBeInRange(0.4, 0.6);
    }
}
