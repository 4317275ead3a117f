using System.Data.Common;
using System.Net.Sockets;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What the ledger keeps when the database fails it.</summary>
public sealed class LedgerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whatever_opening_the_database_throws_is_waited_out(StorageEngine engine)
    {
        var door = new LockedDoor();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(door));
        var (_, claimed) = await outreach.ClaimAllAsync(readers: 1);
        door.Failures = new(
        [
            new SocketException((int)SocketError.HostNotFound), new InvalidOperationException("The connection is not open."), new TimeoutException(),
            new IOException("reset"), new OperationCanceledException(),
        ]);

        var writing = outreach.WriteAsync(StillOutreach.Intent(claimed[0]), StillOutreach.Accepted(claimed[0]));
        await Eventually.BecomesAsync(
            () =>
            {
                outreach.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(writing.IsCompleted);
            },
            done => done);

        (await writing).ShouldBeTrue();
        door.Failures.ShouldBeEmpty();
        var trouble = outreach.Services.GetRequiredService<LedgerHealth>().Last.ShouldNotBeNull();
        trouble.Until.ShouldNotBeNull().ShouldBeGreaterThan(trouble.Since);
        trouble.Said.ShouldBe(new OperationCanceledException().Message, "What was said last.");
        (await outreach.Services.AllAsync<Delivery>()).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Accepted);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task One_failure_that_is_over_at_once_is_no_trouble_and_two_are(StorageEngine engine)
    {
        var door = new LockedDoor();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(door));
        var (_, claimed) = await outreach.ClaimAllAsync(readers: 2);
        var health = outreach.Services.GetRequiredService<LedgerHealth>();
        door.Failures = new([new IOException("once")]);
        (await outreach.WriteAsync(StillOutreach.Intent(claimed[0]))).ShouldBeTrue();
        door.Failures.ShouldBeEmpty();
        health.Last.ShouldBeNull();

        await outreach.Services.GetRequiredService<Ledger>().StopAsync(Token);
        var again = ActivatorUtilities.CreateInstance<Ledger>(outreach.Services);
        await again.StartAsync(Token);
        door.Failures = new([new IOException("once"), new TimeoutException("twice")]);
        var writing = again.WriteAsync(StillOutreach.Intent(claimed[1]));
        var trouble = (await Eventually.BecomesAsync(() => Task.FromResult(health.Now), lasting => lasting is not null))!;
        (trouble.Since, trouble.Why, trouble.Said).ShouldBe((outreach.Now, DatabaseTrouble.OutOfReach, "twice"));

        await Eventually.BecomesAsync(
            () =>
            {
                outreach.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(writing.IsCompleted);
            },
            done => done);
        (await writing).ShouldBeTrue();
        health.Now.ShouldBeNull();
        health.Last.ShouldNotBeNull().Until.ShouldNotBeNull().ShouldBeGreaterThan(trouble.Since);
        await again.StopAsync(Token);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_kept_while_the_database_is_away_carries_the_time_of_its_answer(StorageEngine engine)
    {
        var door = new LockedDoor();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(door));
        var (mailing, claimed) = await outreach.ClaimAllAsync(readers: 2);
        foreach (var delivery in claimed)
            await outreach.WriteAsync(StillOutreach.Intent(delivery));
        await outreach.Services.GetRequiredService<Ledger>().StopAsync(Token);
        var again = ActivatorUtilities.CreateInstance<Ledger>(outreach.Services);
        await again.StartAsync(Token);
        door.Failures = new([new IOException("once"), new IOException("twice"), new IOException("thrice")]);
        var heardAt = outreach.Now;

        var writing = again.WriteAsync(StillOutreach.Accepted(claimed[0]), outreach.Deferred(claimed[1]));
        await Eventually.BecomesAsync(
            () =>
            {
                outreach.Clock.Advance(TimeSpan.FromMinutes(10));
                return Task.FromResult(writing.IsCompleted);
            },
            done => done);

        (await writing).ShouldBeTrue();
        (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.Id == claimed[0].Id).SettledAt.ShouldBe(heardAt);
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().At.ShouldBe(heardAt);
        await again.StopAsync(Token);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Entry_that_no_column_takes_is_left_out_and_holds_up_no_other(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(readers: 2);
        await outreach.WriteAsync(StillOutreach.Intent(claimed[0]));
        await outreach.WriteAsync(StillOutreach.Intent(claimed[1]));
        var poison = new LedgerEntry.Outcome(claimed[0], DeliveryState.Deferred, null!, "451 later", outreach.Now);

        (await outreach.WriteAsync(poison, StillOutreach.Accepted(claimed[1]))).ShouldBeTrue();
        (await outreach.WriteAsync(poison)).ShouldBeFalse();

        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Single(row => row.Id == claimed[1].Id).State.ShouldBe(DeliveryState.Accepted);
        rows.Single(row => row.Id == claimed[0].Id).State.ShouldBe(DeliveryState.Sending);
        outreach.Services.GetRequiredService<Ledger>().UnderWay.ShouldBeEmpty("Its lease may end.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Intent_whose_commit_lost_its_answer_is_taken_back_when_it_no_longer_applies(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(readers: 1);
        await using var ledger = await OpenAsync(outreach);
        (await WriteAsync(outreach, ledger, false, StillOutreach.Intent(claimed[0]))).Intended.Count.ShouldBe(1);
        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue();

        (await WriteAsync(outreach, ledger, isRepeated: true, StillOutreach.Intent(claimed[0]))).Intended.ShouldBeEmpty();

        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.State, row.Attempts, row.LeaseUntil, row.FirstIntentAt).ShouldBe((DeliveryState.Waiting, 0, null, null));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Intent_that_is_repeated_applies_and_one_that_was_never_written_takes_nothing_back(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(readers: 1);
        await using var ledger = await OpenAsync(outreach);
        await WriteAsync(outreach, ledger, false, StillOutreach.Intent(claimed[0]));

        (await WriteAsync(outreach, ledger, true, StillOutreach.Intent(claimed[0]))).Intended.Count.ShouldBe(1);
        (await WriteAsync(outreach, ledger, true, StillOutreach.Intent(claimed[0] with { Epoch = claimed[0].Epoch - 1 }))).Intended.ShouldBeEmpty();

        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.State, row.FirstIntentAt).ShouldBe((DeliveryState.Sending, row.IntentAt));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Try_written_twice_stands_once_and_a_lost_claims_not_at_all(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (_, claimed) = await outreach.ClaimAllAsync(readers: 2);
        await using var ledger = await OpenAsync(outreach);
        var lost = claimed[1] with { Epoch = claimed[1].Epoch - 1 };
        await WriteAsync(outreach, ledger, false, StillOutreach.Intent(claimed[0]), StillOutreach.Intent(lost));

        var outcome = outreach.Deferred(claimed[0]);
        foreach (var isRepeated in new[] { false, true })
            await WriteAsync(outreach, ledger, isRepeated, outcome, outreach.Deferred(lost));

        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().DeliveryId.ShouldBe(claimed[0].Id);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_on_the_wire_stands_where_it_was_taken_from(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(readers: 2);
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[1], new RouteTrouble("rele", "421 later", 1, outreach.Now)));
        var again = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();

        await outreach.WriteAsync(StillOutreach.Intent(claimed[0]), StillOutreach.Intent(again));
        (await StandingAsync()).ShouldBe([(DeliveryState.Sending, DeliveryState.Waiting), (DeliveryState.Sending, DeliveryState.Deferred)]);
        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty();
        var counts = await outreach.Services.CountAsync(mailing);
        (counts.Sending, counts.Waiting, counts.Deferred).ShouldBe((2, 0, 0));

        await outreach.WriteAsync(StillOutreach.Accepted(claimed[0]), outreach.Deferred(again));
        (await StandingAsync()).ShouldBe([(DeliveryState.Accepted, DeliveryState.Accepted), (DeliveryState.Deferred, DeliveryState.Deferred)]);

        async Task<IEnumerable<(DeliveryState, DeliveryState)>> StandingAsync() =>
            (await outreach.Services.DeliveriesAsync(mailing)).OrderBy(row => row.Id.Value).Select(row => (row.State, row.Queue));
    }

    [Fact]
    public async Task Claim_and_intent_move_nothing_in_an_index_of_PostgreSQL()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Postgres);
        // As many as fit on one page three times over: whether it is cleared in between is up to who else reads.
        const int Readers = 8;
        var (_, claimed) = await outreach.ClaimAllAsync(Readers);
        foreach (var delivery in claimed)
            await outreach.WriteAsync(StillOutreach.Intent(delivery));
        // What a session wrote is counted when it ends, at the latest.
        await outreach.Services.GetRequiredService<Ledger>().StopAsync(Token);
        await using var db = outreach.OpenDatabase();
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
        await Eventually.BecomesAsync(
            () => db.Database.SqlQuery<long>($"SELECT n_tup_hot_upd AS \"Value\" FROM pg_stat_user_tables WHERE relname = 'deliveries'").SingleAsync(Token),
            hot => hot == 2 * Readers);
    }

    private static Task<LedgerConnection> OpenAsync(StillOutreach outreach) =>
        LedgerConnection.OpenAsync(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>());

    private static Task<LedgerWritten> WriteAsync(StillOutreach outreach, LedgerConnection ledger, bool isRepeated, params LedgerEntry[] entries) =>
        ledger.WriteAsync(entries, outreach.Now, outreach.Now + new Leases().Transaction, isRepeated);

    /// <summary>A database that cannot be opened, for one reason after another.</summary>
    private sealed class LockedDoor : DbConnectionInterceptor
    {
        internal Queue<Exception> Failures { get; set; } = new();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Failures.TryDequeue(out var failure) ? throw failure : ValueTask.FromResult(result);
    }
}
