using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A large mailing that goes to its canary first, and what pauses it because of rejections.</summary>
public sealed class TripwireTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Large_mailing_goes_to_its_canary_first_and_to_the_rest_after_the_wait(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var mailing = outreach.Mailing;

        var canary = await outreach.House.ClaimAsync(mailing, 500, canaryOnly: true);
        canary.Count.ShouldBe(100);
        canary.Select(delivery => delivery.ContactId!.Value.Value).Max().ShouldBeGreaterThan(900, "It is spread over everybody.");
        foreach (var delivery in canary)
            await outreach.House.WriteAsync(StillOutreach.Intent(delivery), StillOutreach.Accepted(delivery));

        await outreach.LookAsync();
        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Sending, "The wait begins.");
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(9));
        await outreach.LookAsync();
        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Sending);
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(1));
        await outreach.LookAsync();

        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Passed);
        (await outreach.House.ClaimAsync(mailing, 2000)).Count.ShouldBe(900);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_whose_canary_is_rejected_pauses_itself_and_says_why_until_a_person_decides(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var mailing = outreach.Mailing;
        foreach (var (index, delivery) in (await outreach.House.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 6 ? WatchedMailing.Rejected(delivery) : StillOutreach.Accepted(delivery));

        await outreach.LookAsync();

        var paused = await outreach.House.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.TrippedRejected, paused.TrippedTried).ShouldBe((PauseReason.Tripwire, 6, 100));
        (await outreach.House.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await outreach.LookAsync();
        var resumed = await outreach.House.Services.MailingAsync(mailing);
        (resumed.PausedAt, resumed.CanaryState).ShouldBe((null, CanaryState.Overruled));
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, FeedbackKind.Bounce, 5, 1, PauseReason.Tripwire, 6)]
    [InlineData(StorageEngine.Postgres, FeedbackKind.Bounce, 5, 1, PauseReason.Tripwire, 6)]
    [InlineData(StorageEngine.Sqlite, FeedbackKind.Bounce, 4, 1, null, null)]
    [InlineData(StorageEngine.Sqlite, FeedbackKind.Delay, 50, 1, null, null)]
    [InlineData(StorageEngine.Sqlite, FeedbackKind.Complaint, 2, 0, null, null)]
    [InlineData(StorageEngine.Sqlite, FeedbackKind.Complaint, 3, 0, PauseReason.Complaints, 3)]
    [InlineData(StorageEngine.Postgres, FeedbackKind.Complaint, 3, 0, PauseReason.Complaints, 3)]
    public async Task What_comes_back_of_the_canary_counts(StorageEngine engine, FeedbackKind kind, int returned, int rejected, PauseReason? reason, int? told)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var canary = await outreach.House.ClaimAsync(outreach.Mailing, 500, canaryOnly: true);
        foreach (var (index, delivery) in canary.Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < rejected ? WatchedMailing.Rejected(delivery) : StillOutreach.Accepted(delivery));
        await outreach.House.Services.UseAsync<OutreachDb, int>(async db =>
        {
            // Each of them is told twice, which makes it no other message.
            foreach (var delivery in canary.Skip(rejected).Take(returned).SelectMany(delivery => new[] { delivery, delivery }))
                db.Add(new Feedback { DeliveryId = delivery.Id, MailingId = outreach.Mailing, Kind = kind, At = outreach.House.Now, Reason = "no-mailbox" });
            return await db.SaveChangesAsync(Token);
        });

        await outreach.LookAsync();

        var mailing = await outreach.ReadAsync();
        (mailing.PauseReason, mailing.TrippedRejected).ShouldBe((reason, told));
        if (reason is null)
            return;
        await outreach.House.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(outreach.Mailing, Token));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).PausedAt.ShouldBeNull("A person has decided.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Few_rejections_pause_nothing(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        foreach (var (index, delivery) in (await outreach.House.ClaimAsync(outreach.Mailing, 500, canaryOnly: true)).Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 5 ? WatchedMailing.Rejected(delivery) : StillOutreach.Accepted(delivery));

        await outreach.LookAsync();

        (await outreach.House.Services.MailingAsync(outreach.Mailing)).PausedAt.ShouldBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_whose_relay_was_down_proves_nothing_until_it_has_been_tried(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var delivery in await house.ClaimAsync(mailing, 500, canaryOnly: true))
            await house.WriteAsync(house.Deferred(delivery) with { WasTried = false });

        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBeNull("None of it has met a receiver.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        again.Count.ShouldBe(100);
        foreach (var delivery in again)
            await house.WriteAsync(StillOutreach.Intent(delivery), house.Deferred(delivery));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBeNull("All were put off.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var answered = (await house.ClaimAsync(mailing, 1, canaryOnly: true)).Single();
        await house.WriteAsync(StillOutreach.Intent(answered), StillOutreach.Accepted(answered));
        await outreach.LookAsync();
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBe(house.Now);
    }
}
