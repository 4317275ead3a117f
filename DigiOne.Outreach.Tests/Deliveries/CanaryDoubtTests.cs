using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What doubt does to a canary, and nothing to what comes after it.</summary>
public sealed class CanaryDoubtTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, 25, null)]
    [InlineData(StorageEngine.Sqlite, 26, PauseReason.Doubt)]
    [InlineData(StorageEngine.Postgres, 25, null)]
    [InlineData(StorageEngine.Postgres, 26, PauseReason.Doubt)]
    public async Task Canary_of_which_more_than_a_quarter_is_in_doubt_does_not_pass(StorageEngine engine, int inDoubt, PauseReason? reason)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < inDoubt ? WatchedMailing.InDoubt(delivery) : StillOutreach.Accepted(delivery));

        await outreach.LookAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(11));
        await outreach.LookAsync();

        var row = await house.Services.MailingAsync(mailing);
        (row.PauseReason, row.CanaryState).ShouldBe((reason, reason is null ? CanaryState.Passed : CanaryState.Sending));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_pauses_a_canary_under_way_before_all_of_it_is_in_doubt(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        var claimed = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        foreach (var delivery in claimed.Take(25))
            await house.WriteAsync(StillOutreach.Intent(delivery), WatchedMailing.InDoubt(delivery));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBeNull("One process that dies may leave as much.");

        await house.WriteAsync(StillOutreach.Intent(claimed[25]), WatchedMailing.InDoubt(claimed[25]));
        await outreach.LookAsync();

        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Doubt);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Small_rest_of_a_canary_that_is_all_in_doubt_does_not_pass_and_a_person_lets_it_go_on(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        var list = (await house.Services.AllAsync<ContactList>()).Single().Id;
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
        {
            if (index >= 3)
                await house.Services.LeaveAsync(delivery.ContactId!.Value, list);
            if (await house.WriteAsync(StillOutreach.Intent(delivery)))
                await house.WriteAsync(WatchedMailing.InDoubt(delivery));
        }

        await outreach.LookAsync();
        await outreach.LookAsync();
        var paused = await house.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.CanaryState, paused.CanaryDoneAt).ShouldBe((PauseReason.Doubt, CanaryState.Sending, house.Now));

        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await outreach.LookAsync();
        var resumed = await house.Services.MailingAsync(mailing);
        (resumed.PausedAt, resumed.PauseReason, resumed.CanaryState).ShouldBe((null, null, CanaryState.Passed));
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 100)).Index())
            await house.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 6 ? WatchedMailing.Rejected(delivery) : StillOutreach.Accepted(delivery));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Tripwire, "Rejections are still watched.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_that_a_person_gives_up_counts_as_no_rejection(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < 26 ? WatchedMailing.InDoubt(delivery) : StillOutreach.Accepted(delivery));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Doubt);

        (await house.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.GiveUp, "Maija", Token))).ShouldBe(26);
        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).PausedAt.ShouldBeNull("No server has rejected any.");

        var rest = await house.ClaimAsync(mailing, 100);
        foreach (var (index, delivery) in rest.Index())
            await house.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 9 ? WatchedMailing.Rejected(delivery) : StillOutreach.Accepted(delivery));
        await outreach.LookAsync();
        var paused = await house.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.TrippedRejected, paused.TrippedTried).ShouldBe((PauseReason.Tripwire, 9, 174));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_that_was_put_off_is_not_through_because_a_person_gave_some_of_it_up(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < 10 ? WatchedMailing.InDoubt(delivery) : house.Deferred(delivery));
        (await house.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.GiveUp, "Maija", Token))).ShouldBe(10);

        await outreach.LookAsync();
        var open = await house.Services.MailingAsync(mailing);
        (open.CanaryDoneAt, open.PausedAt).ShouldBe((null, null), "No server has said anything of any of it.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var answered = (await house.ClaimAsync(mailing, 1, canaryOnly: true)).Single();
        await house.WriteAsync(
            StillOutreach.Intent(answered), WatchedMailing.Rejected(answered));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBe(house.Now);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_after_the_canary_pauses_nothing(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine, settings => settings.Tripwire.From = 100_000);
        foreach (var delivery in await outreach.House.ClaimAsync(outreach.Mailing, 500))
            await outreach.House.WriteAsync(StillOutreach.Intent(delivery), WatchedMailing.InDoubt(delivery));

        await outreach.LookAsync();

        (await outreach.House.Services.MailingAsync(outreach.Mailing)).PausedAt.ShouldBeNull();
    }
}
