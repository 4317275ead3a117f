using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A relay that takes longer over a reply than a transaction's lease, beside a node that would take a lost one over.</summary>
public sealed class WithheldReplyTests
{
    private static readonly Leases Short = new() { Transaction = TimeSpan.FromSeconds(4) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DoubtPolicy.Hold)]
    [InlineData(DoubtPolicy.SendAgain)]
    public async Task Message_whose_reply_is_withheld_past_its_lease_is_neither_in_doubt_nor_sent_again(DoubtPolicy policy)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Once(SmtpStep.Dot, SmtpAction.ReplyAfter(3 * Short.Transaction, "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var one = await StartAsync(database, relay);
        await using var other = await StartAsync(database, relay);
        await one.Services.MakeListAsync();
        await one.Services.SubscribeManyAsync(1);
        var mailing = await one.Services.ScheduleAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1));
        await using (var db = database.CreateDbContext())
            (await db.Set<Mailing>().Where(row => row.State == MailingState.Scheduled)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, policy), Token)).ShouldBe(1);

        var certificate = await one.Services.WaitUntilClosedAsync(mailing);

        (certificate.Counts.Accepted, certificate.Counts.InDoubt, certificate.Version).ShouldBe((1, 0, 1));
        relay.Taken.ShouldHaveSingleItem();
        (await one.Services.AllAsync<Attempt>()).ShouldBeEmpty("Nobody took it for lost, even for a while.");
        var row = (await one.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.SettledAt - row.IntentAt).ShouldNotBeNull().ShouldBeGreaterThan(2 * Short.Transaction);
    }

    private static Task<RunningOutreach> StartAsync(TestDatabase database, ScriptedSmtpServer relay) => RunningOutreach.StartAsync(
        database,
        settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Relays["rele"].FinalReplyTimeout = TimeSpan.FromMinutes(1);
        },
        services => services.AddSingleton(Short));
}
