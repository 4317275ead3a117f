using System.Data.Common;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class FreezeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Everyone_on_the_list_ends_as_one_row_that_says_what_becomes_of_them(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@kunta.example", "bounced@kunta.example"]);
        await outreach.Services.SubscribeAsync(["sven@kommun.example"], "sv");
        await outreach.Services.SubscribeAsync(["emma@council.example"], "en");
        var left = await outreach.Services.SubscribeAsync(["liisa@kunta.example"]);
        await outreach.Services.SuppressAsync("Bounced@Kunta.example");
        await outreach.Services.LeaveAsync(left[0], list);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now, Team.Issue(["fi", "sv"]));

        await outreach.StartMailingAsync(mailing);

        (await outreach.Services.DeliveriesAsync(mailing))
            .Select(row => (row.Address, row.Language, row.State, row.SkipReason))
            .ShouldBe(
                [
                    ("aino@kunta.example", "fi", DeliveryState.Waiting, null),
                    ("bounced@kunta.example", "fi", DeliveryState.Skipped, SkipReason.HardBounce),
                    ("sven@kommun.example", "sv", DeliveryState.Waiting, null),
                    ("emma@council.example", "en", DeliveryState.Skipped, SkipReason.NoVariant),
                    ("liisa@kunta.example", "fi", DeliveryState.Skipped, SkipReason.Unsubscribed),
                ],
                ignoreOrder: true);
        var frozen = await outreach.Services.MailingAsync(mailing);
        (frozen.State, frozen.Candidates, frozen.FrozenAt).ShouldBe((MailingState.Sending, 5, outreach.Now));
        (await outreach.Services.DueItemAsync(mailing.Value)).State.ShouldBe(DueState.Done);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reader_of_another_language_gets_the_fallback(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["emma@council.example"], "en");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now, Team.Issue(["fi", "sv"], fallback: "sv"));

        await outreach.StartMailingAsync(mailing);

        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.Language, row.State).ShouldBe(("sv", DeliveryState.Waiting));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Freezing_goes_on_where_a_crash_broke_it_off_and_doubles_nobody(StorageEngine engine)
    {
        var crash = new CrashAtRange(after: 2);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(crash));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3000);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await Should.ThrowAsync<InvalidOperationException>(() => outreach.StartMailingAsync(mailing));
        var before = await outreach.Services.CountAsync(mailing);

        await outreach.StartMailingAsync(mailing);
        await outreach.StartMailingAsync(mailing);

        before.Waiting.ShouldBeInRange(1, 2999);
        before.Candidates.ShouldBe(before.Waiting);
        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Select(row => row.ContactId).Distinct().Count().ShouldBe(3000);
        rows.Count.ShouldBe(3000);
        (await outreach.Services.MailingAsync(mailing)).Candidates.ShouldBe(3000);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Freezing_that_a_crash_broke_off_goes_on_however_late(StorageEngine engine)
    {
        var crash = new CrashAtRange(after: 2);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(crash));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1200);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await Should.ThrowAsync<InvalidOperationException>(() => outreach.StartMailingAsync(mailing));

        outreach.Clock.Advance(TimeSpan.FromDays(3));
        await outreach.StartMailingAsync(mailing);

        (await outreach.Services.DueItemAsync(mailing.Value)).State.ShouldBe(DueState.Done);
        (await outreach.Services.CountAsync(mailing)).Waiting.ShouldBe(1200);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Two_processes_that_freeze_at_once_double_nobody(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2000);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => outreach.StartMailingAsync(mailing), Token)));

        var counts = await outreach.Services.CountAsync(mailing);
        (counts.Candidates, counts.Waiting).ShouldBe((2000, 2000));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_called_off_before_its_start_never_starts_and_its_campaign_is_a_draft_again(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        var campaign = (await outreach.Services.AllAsync<Campaign>()).Single().Id;

        (await outreach.Services.UseAsync<UnscheduleCampaign, bool>(take => take.ExecuteAsync(campaign, Token))).ShouldBeTrue();
        await outreach.StartMailingAsync(mailing);
        (await outreach.Services.UseAsync<UnscheduleCampaign, bool>(take => take.ExecuteAsync(campaign, Token))).ShouldBeFalse();

        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Cancelled);
        (await outreach.Services.DeliveriesAsync(mailing)).ShouldBeEmpty();
        (await outreach.Services.DueItemAsync(mailing.Value)).State.ShouldBe(DueState.Withdrawn);
        (await outreach.Services.AllAsync<Campaign>()).Single().MailingId.ShouldBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_called_off_while_it_freezes_names_those_who_were_still_to_come_as_cancelled(StorageEngine engine)
    {
        var crash = new CrashAtRange(after: 2);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(crash));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3000);
        await outreach.Services.SuppressAsync("lukija2999@kunta.example");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await Should.ThrowAsync<InvalidOperationException>(() => outreach.StartMailingAsync(mailing));

        await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token));
        await outreach.StartMailingAsync(mailing);

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var counts = (await outreach.Services.AllAsync<Certificate>()).Single().Counts;
        (counts.Candidates, counts.Cancelled, counts.Skipped).ShouldBe((3000, 2999, 1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_called_off_under_way_adds_up_with_what_comes_back_from_the_wire(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(5);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing, 3);
        await outreach.WriteAsync(StillOutreach.Intent(claimed[0]), StillOutreach.Accepted(claimed[0]));
        await outreach.WriteAsync(StillOutreach.Intent(claimed[1]));

        await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token));

        (await outreach.WriteAsync(StillOutreach.Intent(claimed[2]))).ShouldBeFalse("Called off before its message was sent.");
        (await outreach.CloseAsync(mailing)).ShouldBeFalse("One message is on the wire.");
        await outreach.WriteAsync(outreach.Deferred(claimed[1]));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var counts = (await outreach.Services.AllAsync<Certificate>()).Single().Counts;
        (counts.Candidates, counts.Accepted, counts.Cancelled).ShouldBe((5, 1, 4));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Calling_off_that_a_crash_broke_off_lets_no_message_out_and_is_finished_by_closing(StorageEngine engine)
    {
        var crash = new CrashAtRange(after: 2, "THEN 'InDoubt' ELSE 'Cancelled' END");
        await using var outreach = await StillOutreach.CreateAsync(
            engine, settings => settings.Tripwire.From = 100_000, services => services.AddSingleton<IInterceptor>(crash));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1500);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        await Should.ThrowAsync<InvalidOperationException>(() =>
            outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token)));

        var claimed = (await outreach.ClaimAsync(mailing, 1)).Single();
        (await outreach.WriteAsync(StillOutreach.Intent(claimed))).ShouldBeFalse("It was called off before.");
        (await outreach.Services.CountAsync(mailing)).Cancelled.ShouldBeInRange(1, 1499);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();

        (await outreach.Services.AllAsync<Certificate>()).Single().Counts.Cancelled.ShouldBe(1500);
    }

    [Fact]
    public async Task Calling_off_waits_for_no_row_that_the_ledger_has_hold_of()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Postgres);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(5);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var held = (await outreach.Services.DeliveriesAsync(mailing))[2].Id;
        await using (var ledger = outreach.OpenDatabase())
        {
            await using var transaction = await ledger.Database.BeginTransactionAsync(Token);
            await ledger.Set<Delivery>().Where(row => row.Id == held).ExecuteUpdateAsync(row => row.SetProperty(d => d.ClaimEpoch, 7), Token);

            await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token))
                .WaitAsync(TimeSpan.FromSeconds(20), Token);

            (await outreach.Services.CountAsync(mailing)).Cancelled.ShouldBe(4);
            await transaction.CommitAsync(Token);
        }

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        (await outreach.Services.AllAsync<Certificate>()).Single().Counts.Cancelled.ShouldBe(5);
    }

    /// <summary>A process that dies after some ranges of contacts.</summary>
    private sealed class CrashAtRange(int after, string statement = "INSERT INTO deliveries") : DbCommandInterceptor
    {
        private int _ranges;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Survive(command, result));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Survive(command, result));

        private T Survive<T>(DbCommand command, T result) =>
            command.CommandText.Contains(statement, StringComparison.Ordinal) && ++_ranges == after
                ? throw new InvalidOperationException("The process died.")
                : result;
    }
}
