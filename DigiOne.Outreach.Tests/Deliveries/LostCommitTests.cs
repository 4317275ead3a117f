using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Intents that are on the wire, as the database has it, and of which nothing leaves or nobody knows.</summary>
public sealed class LostCommitTests
{
    private const string Domain = "rajattu.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, DoubtPolicy.Hold)]
    [InlineData(StorageEngine.Sqlite, DoubtPolicy.SendAgain)]
    [InlineData(StorageEngine.Postgres, DoubtPolicy.Hold)]
    [InlineData(StorageEngine.Postgres, DoubtPolicy.SendAgain)]
    public async Task Intent_whose_commit_lost_its_answer_clears_the_doubt_that_another_process_had_meanwhile(StorageEngine engine, DoubtPolicy policy)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, policy), Token);
        await using var ledger = await OpenAsync(outreach);
        await WriteAsync(outreach, ledger, isRepeated: false, claimed[0]);
        await SettleAsync(outreach, settle => settle.ExecuteAllAsync(Token));
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().Outcome.ShouldBe(DeliveryState.InDoubt);

        (await WriteAsync(outreach, ledger, isRepeated: false, claimed[0])).Intended.ShouldBeEmpty();
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().Outcome.ShouldBe(DeliveryState.InDoubt, "Whoever asks for the first time knows nothing of it.");
        (await WriteAsync(outreach, ledger, isRepeated: true, claimed[0])).Intended.ShouldBeEmpty();

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Deferred);
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().Outcome.ShouldBe(DeliveryState.Deferred);
        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem().Doubts.ShouldBe(0, "Nothing had left.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Intent_whose_commit_lost_its_answer_says_nothing_of_a_later_claim(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, DoubtPolicy.SendAgain), Token);
        await using var ledger = await OpenAsync(outreach);
        await WriteAsync(outreach, ledger, isRepeated: false, claimed[0]);
        await SettleAsync(outreach, settle => settle.ExecuteAllAsync(Token));
        var later = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        (await WriteAsync(outreach, ledger, isRepeated: false, later)).Intended.Count.ShouldBe(1);

        (await WriteAsync(outreach, ledger, isRepeated: true, claimed[0])).Intended.ShouldBeEmpty();

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Sending);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_was_taken_long_before_its_place_is_found_when_its_process_dies(StorageEngine engine)
    {
        const int Before = 10_100;
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, taken, _) = await TakenAheadAsync(outreach, Before);
        await using var ledger = await OpenAsync(outreach);
        (await WriteAsync(outreach, ledger, isRepeated: false, taken)).Intended.Count.ShouldBe(1);

        outreach.Clock.Advance(new Leases().Transaction + TimeSpan.FromSeconds(1));
        await SettleAsync(outreach, settle => settle.ExecuteAsync([], Token));

        await using var db = outreach.OpenDatabase();
        var row = await db.Set<Delivery>().AsNoTracking().SingleAsync(found => found.Id == taken.Id, Token);
        row.State.ShouldBe(DeliveryState.InDoubt);
        (await db.Set<Delivery>().CountAsync(found => found.MailingId == mailing && found.State == DeliveryState.Deferred, Token)).ShouldBe(Before);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_was_taken_before_its_place_has_that_again_when_nothing_left(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, taken, place) = await TakenAheadAsync(outreach, before: 1);
        await using var ledger = await OpenAsync(outreach);
        await WriteAsync(outreach, ledger, isRepeated: false, taken);
        (await PlaceAsync()).ShouldBe(outreach.Now);
        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue();

        await WriteAsync(outreach, ledger, isRepeated: true, taken);

        (await PlaceAsync()).ShouldBe(place);

        async Task<DateTimeOffset> PlaceAsync() => (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.Id == taken.Id).NextAttemptAt;
    }

    /// <summary>A message with its place behind so many others that wait, claimed before that.</summary>
    private static async Task<(MailingId Mailing, ClaimedDelivery Taken, DateTimeOffset Place)> TakenAheadAsync(StillOutreach outreach, int before)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1, Domain);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var place = outreach.Now + TimeSpan.FromHours(3);
        var first = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await outreach.WriteAsync(JudgeHandOver.PutOff(first, new DomainWait(place, "It has its place.") { IsPlace = true }));
        await using (var db = outreach.OpenDatabase())
            await db.Database.ExecuteSqlAsync(
                $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {before})
                INSERT INTO deliveries (mailing_id, address, domain, name, language, state, last_reply, next_attempt_at, attempts, claim_epoch)
                SELECT {mailing}, 'lukija' || i || '@muu.example', 'muu.example', '', 'fi', 'Deferred', '451 later', {outreach.Now.AddHours(1)}, 1, 1 FROM n
                """,
                Token);
        var ahead = await outreach.Services.GetRequiredService<ClaimDeliveries>()
            .AheadAsync(new SendingMailing(mailing, DoubtPolicy.Hold, outreach.Now, HonoursQuietTimes: false), Domain, 1, Token);
        ahead.ShouldHaveSingleItem().AheadOf.ShouldBe(place);
        return (mailing, ahead[0], place);
    }

    private static Task<LedgerConnection> OpenAsync(StillOutreach outreach) =>
        LedgerConnection.OpenAsync(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>());

    private static Task<LedgerWritten> WriteAsync(StillOutreach outreach, LedgerConnection ledger, bool isRepeated, ClaimedDelivery delivery) =>
        ledger.WriteAsync([StillOutreach.Intent(delivery)], outreach.Now, outreach.Now + new Leases().Transaction, isRepeated);

    private static Task<bool> SettleAsync(StillOutreach outreach, Func<SettleLostTransactions, Task> settle) =>
        outreach.Services.UseAsync<SettleLostTransactions, bool>(async lost =>
        {
            await settle(lost);
            return true;
        });
}
