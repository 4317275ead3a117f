using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class ClaimTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Claimers_at_the_same_time_never_get_one_delivery_twice(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 400);

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var mine = new List<ClaimedDelivery>();
                while (await outreach.ClaimAsync(mailing, 17) is { Count: > 0 } batch)
                    mine.AddRange(batch);
                return mine;
            },
            Token)));

        var all = claims.SelectMany(mine => mine).ToList();
        all.Count.ShouldBe(400);
        all.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(400);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Claim_that_slept_past_its_lease_can_write_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var slept = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty("The lease holds.");

        outreach.Clock.Advance(new Leases().Claim + TimeSpan.FromSeconds(1));
        (await outreach.WriteAsync(StillOutreach.Intent(slept))).ShouldBeFalse("Its lease is over, even if nobody took it.");
        var other = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();

        (await outreach.WriteAsync(StillOutreach.Intent(slept))).ShouldBeFalse("Another has it.");
        (await outreach.WriteAsync(StillOutreach.Intent(other))).ShouldBeTrue();
        (await outreach.WriteAsync(StillOutreach.Accepted(slept))).ShouldBeFalse();
        (await outreach.WriteAsync(StillOutreach.Accepted(other))).ShouldBeTrue();
        var row = (await outreach.Services.DeliveriesAsync(mailing)).Single();
        (row.State, row.Attempts, row.SettledAt).ShouldBe((DeliveryState.Accepted, 1, outreach.Now));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Of_two_claims_of_one_delivery_in_one_commit_only_the_valid_one_may_send(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var slept = (await outreach.ClaimAsync(mailing)).Single();
        outreach.Clock.Advance(new Leases().Claim + TimeSpan.FromSeconds(1));
        var other = (await outreach.ClaimAsync(mailing)).Single();
        await using var ledger = await LedgerConnection.OpenAsync(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>());
        var lease = outreach.Now + new Leases().Transaction;

        LedgerEntry[] intents = [StillOutreach.Intent(slept), StillOutreach.Intent(other)];
        var intended = await ledger.WriteAsync(intents, outreach.Now, lease, isRepeated: false);
        intents.Select(intended.Applied).ShouldBe([false, true]);

        LedgerEntry[] outcomes = [StillOutreach.Accepted(slept), StillOutreach.Accepted(other)];
        var settled = await ledger.WriteAsync(outcomes, outreach.Now, lease, isRepeated: false);
        outcomes.Select(settled.Applied).ShouldBe([false, true]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Claim_that_is_given_back_is_free_at_once(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var claimed = (await outreach.ClaimAsync(mailing)).Single();

        await outreach.WriteAsync(new LedgerEntry.Release(claimed));

        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem().Epoch.ShouldBe(claimed.Epoch + 1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Deferred_delivery_is_claimed_again_at_its_time_with_the_same_message_id(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var first = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(first), outreach.Deferred(first));
        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty();

        outreach.Clock.Advance(TimeSpan.FromMinutes(1));

        var second = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        (second.MessageId, second.Attempts).ShouldBe((StillOutreach.Intent(first).MessageId, 1));
        (await outreach.Services.DeliveriesAsync(mailing)).Single().LastReply.ShouldBe("451 4.3.0 later");
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().Outcome.ShouldBe(DeliveryState.Deferred);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Transactions_of_a_dead_process_are_in_doubt_or_sent_again_as_their_policy_says(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var held = await StartedAsync(outreach, 2);
        var again = await StartedAsync(outreach, 0);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().Where(mailing => mailing.Id == again)
                .ExecuteUpdateAsync(row => row.SetProperty(mailing => mailing.DoubtPolicy, DoubtPolicy.SendAgain), Token);
        foreach (var delivery in (await outreach.ClaimAsync(held, 1)).Concat(await outreach.ClaimAsync(again, 1)))
            await outreach.WriteAsync(StillOutreach.Intent(delivery));

        await SettleAsync(outreach, settle => settle.ExecuteAsync([], Token));
        (await outreach.Services.CountAsync(held)).Sending.ShouldBe(1, "Its lease holds: the process may live.");
        await SettleAsync(outreach, settle => settle.ExecuteAllAsync(Token));

        var counts = await outreach.Services.CountAsync(held);
        (counts.InDoubt, counts.Waiting, counts.Sending).ShouldBe((1, 1, 0));
        (await outreach.Services.CountAsync(again)).Deferred.ShouldBe(1);
        (await outreach.ClaimAsync(again)).Count.ShouldBe(2);
        (await outreach.ClaimAsync(held)).Count.ShouldBe(1, "Nobody sends a message in doubt again.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Lost_transaction_is_settled_when_its_lease_ends_and_the_late_truth_still_counts(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var delivery = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(delivery));

        // As if the process had been stopped meanwhile: a living one renews the lease.
        await using (var db = outreach.OpenDatabase())
            await db.Set<Delivery>().ExecuteUpdateAsync(row => row.SetProperty(d => d.LeaseUntil, outreach.Now - TimeSpan.FromSeconds(1)), Token);
        await SettleAsync(outreach, settle => settle.ExecuteAsync([], Token));
        (await outreach.Services.CountAsync(mailing)).InDoubt.ShouldBe(1);

        (await outreach.WriteAsync(StillOutreach.Accepted(delivery))).ShouldBeTrue();
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_of_a_lost_process_and_its_late_answer_are_one_try(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 2);
        var claimed = await outreach.ClaimAsync(mailing);
        foreach (var delivery in claimed)
            await outreach.WriteAsync(StillOutreach.Intent(delivery));
        await SettleAsync(outreach, settle => settle.ExecuteAllAsync(Token));
        (await TriesAsync(claimed[0])).Single().Outcome.ShouldBe(DeliveryState.InDoubt);

        (await outreach.WriteAsync(StillOutreach.Accepted(claimed[0]))).ShouldBeTrue();
        // As a connection does whose round failed: the same once more, in one group.
        (await outreach.WriteAsync(outreach.Deferred(claimed[1]), outreach.Deferred(claimed[1]))).ShouldBeTrue();

        (await TriesAsync(claimed[0])).Select(attempt => (attempt.Outcome, attempt.Route)).ShouldBe([(DeliveryState.Accepted, "rele")]);
        (await TriesAsync(claimed[1])).Select(attempt => (attempt.Outcome, attempt.Route)).ShouldBe([(DeliveryState.Deferred, "rele")]);
        outreach.Clock.Advance(TimeSpan.FromMinutes(1));
        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem().Doubts.ShouldBe(0, "The answer is known.");

        async Task<IReadOnlyList<Attempt>> TriesAsync(ClaimedDelivery delivery) =>
            (await outreach.Services.UseAsync<FindDelivery, DeliveryDetails?>(find => find.ExecuteAsync(delivery.Id, Token)))!.Attempts;
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_never_left_leaves_no_doubt_although_another_process_took_it_for_lost(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var claimed = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(claimed));
        await SettleAsync(outreach, settle => settle.ExecuteAllAsync(Token));

        (await outreach.WriteAsync(outreach.Services.GetRequiredService<JudgeHandOver>().NeverLeft(claimed))).ShouldBeTrue();

        outreach.Clock.Advance(TimeSpan.FromMinutes(1));
        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem().Doubts.ShouldBe(0, "Nothing left.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Transaction_whose_lease_is_renewed_while_the_lost_ones_are_settled_is_not_lost(StorageEngine engine)
    {
        var meanwhile = new Meanwhile("claim_epoch");
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        var mailing = await StartedAsync(outreach, 2);
        foreach (var claimed in await outreach.ClaimAsync(mailing))
            await outreach.WriteAsync(StillOutreach.Intent(claimed));
        await using (var db = outreach.OpenDatabase())
            await db.Set<Delivery>().ExecuteUpdateAsync(row => row.SetProperty(d => d.LeaseUntil, outreach.Now - TimeSpan.FromSeconds(1)), Token);
        var late = (await outreach.Services.DeliveriesAsync(mailing))[1].Id;
        meanwhile.Happens = async () =>
        {
            await using var db = outreach.OpenDatabase();
            await db.Set<Delivery>().Where(row => row.Id == late)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.LeaseUntil, outreach.Now + new Leases().Transaction), Token);
        };

        await SettleAsync(outreach, settle => settle.ExecuteAsync([], Token));

        meanwhile.HasHappened.ShouldBeTrue();
        (await outreach.Services.DeliveriesAsync(mailing)).Select(row => row.State).ShouldBe([DeliveryState.InDoubt, DeliveryState.Sending]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reply_that_no_column_takes_does_not_hold_up_the_ledger(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, 1);
        var delivery = (await outreach.ClaimAsync(mailing)).Single();

        await outreach.WriteAsync(new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 \0" + new string('x', 5000), null));

        (await outreach.Services.DeliveriesAsync(mailing)).Single().LastReply!.Length.ShouldBe(LedgerEntry.Outcome.LongestReply);
    }

    private static async Task<MailingId> StartedAsync(StillOutreach outreach, int readers)
    {
        if (readers > 0)
        {
            await outreach.Services.MakeListAsync();
            await outreach.Services.SubscribeManyAsync(readers);
        }

        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        return mailing;
    }

    private static Task<bool> SettleAsync(StillOutreach outreach, Func<SettleLostTransactions, Task> settle) =>
        outreach.Services.UseAsync<SettleLostTransactions, bool>(async lost =>
        {
            await settle(lost);
            return true;
        });
}
