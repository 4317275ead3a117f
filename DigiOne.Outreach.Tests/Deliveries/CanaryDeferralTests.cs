using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A canary that receivers put off.</summary>
public sealed class CanaryDeferralTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, 50, null)]
    [InlineData(StorageEngine.Sqlite, 51, PauseReason.Deferrals)]
    [InlineData(StorageEngine.Sqlite, 99, PauseReason.Deferrals)]
    [InlineData(StorageEngine.Postgres, 50, null)]
    [InlineData(StorageEngine.Postgres, 51, PauseReason.Deferrals)]
    [InlineData(StorageEngine.Postgres, 99, PauseReason.Deferrals)]
    public async Task Canary_of_which_receivers_still_put_most_off_after_the_wait_does_not_pass(StorageEngine engine, int putOff, PauseReason? reason)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var canary = await outreach.ClaimCanaryAsync();
        await outreach.DeferAsync(canary.Take(putOff));
        await outreach.AcceptAsync(canary.Skip(putOff));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).CanaryDoneAt.ShouldBe(outreach.House.Now);
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(9));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).PauseReason.ShouldBeNull("They may take it at a second try.");

        outreach.House.Clock.Advance(TimeSpan.FromMinutes(1));
        await outreach.LookAsync();

        var row = await outreach.ReadAsync();
        (row.PauseReason, row.CanaryState).ShouldBe((reason, reason is null ? CanaryState.Passed : CanaryState.Sending));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_that_receivers_take_at_the_second_try_passes(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var canary = await outreach.ClaimCanaryAsync();
        await outreach.AcceptAsync(canary.Take(1));
        await outreach.DeferAsync(canary.Skip(1));
        await outreach.LookAsync();

        outreach.House.Clock.Advance(TimeSpan.FromMinutes(5));
        await outreach.AcceptAsync(await outreach.ClaimCanaryAsync());
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(5));
        await outreach.LookAsync();

        (await outreach.ReadAsync()).CanaryState.ShouldBe(CanaryState.Passed);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Person_lets_a_mailing_go_on_whose_canary_was_put_off(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        var canary = await outreach.ClaimCanaryAsync();
        await outreach.AcceptAsync(canary.Take(1));
        await outreach.DeferAsync(canary.Skip(1));
        await outreach.LookAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        await outreach.LookAsync();
        (await house.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(mailing, Token)))!.Halt.ShouldBe(MailingHalt.Deferrals);

        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await outreach.LookAsync();

        var row = await outreach.ReadAsync();
        (row.PausedAt, row.PauseReason, row.CanaryState).ShouldBe((null, null, CanaryState.Passed));
        (await house.ClaimAsync(mailing, 2000)).Count.ShouldBe(999, "The rest, and those that were put off.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_a_person_has_let_go_on_is_not_paused_by_what_was_counted_before(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        (await PauseAsync(pause => pause.PauseAsync(mailing, new Rejections(6, 100), Token))).ShouldBeTrue();
        (await PauseAsync(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        (await outreach.ReadAsync()).CanaryState.ShouldBe(CanaryState.Overruled);

        (await PauseAsync(pause => pause.PauseAsync(mailing, new Rejections(6, 100), Token))).ShouldBeFalse();
        (await PauseAsync(pause => pause.PauseForDoubtAsync(mailing, Token))).ShouldBeFalse();
        (await PauseAsync(pause => pause.PauseForDeferralsAsync(mailing, Token))).ShouldBeFalse();
        (await PauseAsync(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue("A person may at any time.");

        Task<bool> PauseAsync(Func<PauseMailing, Task<bool>> use) => house.Services.UseAsync(use);
    }
}
