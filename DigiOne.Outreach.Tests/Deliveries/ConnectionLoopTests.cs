using System.Data.Common;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What one connection writes, and when.</summary>
public sealed class ConnectionLoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Outcome_and_next_intent_travel_in_one_commit(StorageEngine engine)
    {
        const int Readers = 20;
        var commits = new CommitCount();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(commits));
        var (mailing, claimed) = await outreach.ClaimAllAsync(Readers);
        var route = new OpenRoute();
        await outreach.OpenLedgerAsync();
        await commits.StartAsync(outreach);

        await outreach.SendAsync(claimed, route);

        (await commits.CountAsync(outreach)).ShouldBe(Readers + 1, "The first intent, the last outcome, and one between each two messages.");
        route.Taken.Count.ShouldBe(Readers);
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(Readers);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Database_that_is_away_while_content_is_read_costs_nobody_their_turn(StorageEngine engine)
    {
        var door = new DatabaseAway();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(door));
        var (mailing, claimed) = await outreach.ClaimAllAsync(3);
        var route = new OpenRoute();
        door.Failures = 1;

        await outreach.SendAsync(claimed, route);

        route.Taken.ShouldBe([claimed[1].Address, claimed[2].Address]);
        var released = (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.Id == claimed[0].Id);
        (released.State, released.LeaseUntil, released.Attempts).ShouldBe((DeliveryState.Waiting, null, 0));
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), route);
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(3);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Process_that_slept_between_intent_and_message_clears_the_doubt_that_others_had_and_sends_it_then(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        var ledger = await outreach.OpenLedgerAsync();
        var slept = new OpenRoute { WhenAnnounced = SleepAsync };

        await outreach.SendAsync(claimed, slept);

        slept.Taken.ShouldBeEmpty();
        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.State, row.NextAttemptAt).ShouldBe((DeliveryState.Deferred, outreach.Now));
        ledger.UnderWay.ShouldBeEmpty();

        var awake = new OpenRoute();
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), awake);
        awake.Taken.ShouldHaveSingleItem();
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(1);

        async Task SleepAsync()
        {
            await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Sending == 1);
            await outreach.Services.UseAsync<SettleLostTransactions, bool>(async settle =>
            {
                await settle.ExecuteAllAsync(Token);
                return true;
            });
            (await outreach.Services.CountAsync(mailing)).InDoubt.ShouldBe(1);
            outreach.Clock.Advance((new Leases().Transaction / 2) + TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>A database that cannot be read for a moment. The ledger has a connection of its own.</summary>
    private sealed class DatabaseAway : DbCommandInterceptor
    {
        internal int Failures { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            Failures-- > 0 ? throw new IOException("The database closed the connection.") : ValueTask.FromResult(result);
    }
}
