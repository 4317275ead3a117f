using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What the log says after a process has died, and what it does not.</summary>
public sealed class LostTransactionLogTests
{
    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Messages_that_a_dead_process_leaves_in_doubt_are_told_in_one_line(StorageEngine engine)
    {
        using var log = new HeardLog();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddLogging(logging => logging.AddProvider(log)));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        foreach (var claimed in (await outreach.ClaimAsync(mailing)).Take(2))
            (await outreach.WriteAsync(StillOutreach.Intent(claimed))).ShouldBeTrue();

        await SettleAsync(outreach);
        await SettleAsync(outreach);

        log.Said(LogLevel.Warning).ShouldHaveSingleItem().ShouldStartWith($"2 messages of mailing {mailing} were being handed over when their process ended.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Counting_up_to_a_limit_says_nothing(StorageEngine engine)
    {
        using var log = new HeardLog();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddLogging(logging => logging.AddProvider(log)));

        await using (var db = outreach.OpenDatabase())
            await db.Set<Delivery>().Take(5).CountAsync(TestContext.Current.CancellationToken);

        log.Said(LogLevel.Warning).ShouldBeEmpty();
    }

    private static Task<bool> SettleAsync(StillOutreach outreach) => outreach.Services.UseAsync<SettleLostTransactions, bool>(async settle =>
    {
        await settle.ExecuteAllAsync(TestContext.Current.CancellationToken);
        return true;
    });
}
