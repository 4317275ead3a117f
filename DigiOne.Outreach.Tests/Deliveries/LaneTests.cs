using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class LaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, 1, 2000)]
    [InlineData(StorageEngine.Sqlite, 3, 20_000)]
    [InlineData(StorageEngine.Postgres, 1, 2000)]
    [InlineData(StorageEngine.Postgres, 3, 20_000)]
    public async Task Message_that_somebody_waits_for_leaves_within_a_second_while_a_large_mailing_goes_out(
        StorageEngine engine, int connections, int readers)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(200), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
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
            (await outreach.Services.ConfirmAsync(campaign, $"aino{times}@kunta.example", relay)).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_somebody_waits_for_leaves_within_a_second_while_a_large_audience_is_frozen(StorageEngine engine)
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Tripwire.From = 1_000_000;
        });
        await outreach.Services.UseAsync<IServiceProvider, IReadOnlyList<ListId>>(
            scope => ActivatorUtilities.CreateInstance<DrillPeople>(scope).SeedAsync(engine == StorageEngine.Sqlite ? 300_000 : 100_000, lists: 1, suppressed: 0, Token));
        var draft = Team.Issue(["fi"]) with { List = "drill1" };
        var campaign = await outreach.Services.ComposeAsync(draft);
        // Once, so that the first to wait does not wait for the compiler.
        await outreach.Services.ConfirmAsync(campaign, "aino@kunta.example", relay);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow(), draft);
        await Eventually.BecomesAsync(() => outreach.Services.MailingAsync(mailing), row => row.Candidates > 0);

        List<TimeSpan> took = [];
        while ((await outreach.Services.MailingAsync(mailing)).FrozenAt is null)
            took.Add(await outreach.Services.ConfirmAsync(campaign, $"aino{took.Count}@kunta.example", relay));

        took.Count.ShouldBeGreaterThan(1, "The freeze was over too soon.");
        // On a machine that runs a hundred tests at once, now and then one waits for them.
        took.Order().ElementAt(took.Count * 9 / 10).ShouldBeLessThan(TimeSpan.FromSeconds(1));
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
