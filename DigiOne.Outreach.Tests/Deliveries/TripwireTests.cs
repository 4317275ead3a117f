using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class TripwireTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1000, 10)]
    [InlineData(10_000, 100)]
    [InlineData(50_000, 100)]
    [InlineData(1_000_000, 100)]
    public void Canary_is_one_percent_and_at_least_a_hundred(int recipients, int every) =>
        Tripwire.CanaryEvery(new TripwireOptions(), recipients).ShouldBe(every);

    [Fact]
    public void Canary_of_every_audience_keeps_the_promise_although_counting_ends_early() =>
        Gen.Select(Gen.Int[1, 5_000_000], Gen.Int[1, 50_000], Gen.Double[0.01, 100], Gen.Int[1, 20_000]).Sample((recipients, from, percent, smallest) =>
        {
            var options = new TripwireOptions { From = from, CanaryPercent = percent, SmallestCanary = smallest };

            var every = Tripwire.CanaryEvery(options, Math.Min(recipients, Tripwire.Countable(options)));

            if (recipients < from)
                every.ShouldBe(0);
            else
                ((recipients + every - 1) / every).ShouldBeGreaterThanOrEqualTo((int)Math.Min(recipients, Math.Max(smallest, recipients * percent / 100)));
        });

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Large_mailing_goes_to_its_canary_first_and_to_the_rest_after_the_wait(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var mailing = outreach.Mailing;

        var canary = await outreach.House.ClaimAsync(mailing, 500, canaryOnly: true);
        canary.Count.ShouldBe(100);
        canary.Select(delivery => delivery.ContactId!.Value.Value).Max().ShouldBeGreaterThan(900, "It is spread over everybody.");
        foreach (var delivery in canary)
            await outreach.House.WriteAsync(StillOutreach.Intent(delivery), StillOutreach.Accepted(delivery));

        await LookAsync(outreach.House);
        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Sending, "The wait begins.");
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(9));
        await LookAsync(outreach.House);
        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Sending);
        outreach.House.Clock.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(outreach.House);

        (await outreach.House.Services.MailingAsync(mailing)).CanaryState.ShouldBe(CanaryState.Passed);
        (await outreach.House.ClaimAsync(mailing, 2000)).Count.ShouldBe(900);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_whose_canary_is_rejected_pauses_itself_and_says_why_until_a_person_decides(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var mailing = outreach.Mailing;
        foreach (var (index, delivery) in (await outreach.House.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 6 ? new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null) : StillOutreach.Accepted(delivery));

        await LookAsync(outreach.House);

        var paused = await outreach.House.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.TrippedRejected, paused.TrippedTried).ShouldBe((PauseReason.Tripwire, 6, 100));
        (await outreach.House.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await LookAsync(outreach.House);
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
        await using var outreach = await StartedAsync(engine);
        var canary = await outreach.House.ClaimAsync(outreach.Mailing, 500, canaryOnly: true);
        foreach (var (index, delivery) in canary.Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < rejected ? new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null) : StillOutreach.Accepted(delivery));
        await outreach.House.Services.UseAsync<OutreachDb, int>(async db =>
        {
            // Each of them is told twice, which makes it no other message.
            foreach (var delivery in canary.Skip(rejected).Take(returned).SelectMany(delivery => new[] { delivery, delivery }))
                db.Add(new Feedback { DeliveryId = delivery.Id, MailingId = outreach.Mailing, Kind = kind, At = outreach.House.Now, Reason = "no-mailbox" });
            return await db.SaveChangesAsync(Token);
        });

        await LookAsync(outreach.House);

        var mailing = await outreach.House.Services.MailingAsync(outreach.Mailing);
        (mailing.PauseReason, mailing.TrippedRejected).ShouldBe((reason, told));
        if (reason is null)
            return;
        await outreach.House.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(outreach.Mailing, Token));
        await LookAsync(outreach.House);
        (await outreach.House.Services.MailingAsync(outreach.Mailing)).PausedAt.ShouldBeNull("A person has decided.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Few_rejections_pause_nothing(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        foreach (var (index, delivery) in (await outreach.House.ClaimAsync(outreach.Mailing, 500, canaryOnly: true)).Index())
            await outreach.House.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 5 ? new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null) : StillOutreach.Accepted(delivery));

        await LookAsync(outreach.House);

        (await outreach.House.Services.MailingAsync(outreach.Mailing)).PausedAt.ShouldBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_whose_relay_was_down_proves_nothing_until_it_has_been_tried(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var delivery in await house.ClaimAsync(mailing, 500, canaryOnly: true))
            await house.WriteAsync(house.Deferred(delivery) with { WasTried = false });

        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBeNull("None of it has met a receiver.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        again.Count.ShouldBe(100);
        foreach (var delivery in again)
            await house.WriteAsync(StillOutreach.Intent(delivery), house.Deferred(delivery));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBeNull("All were put off.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var answered = (await house.ClaimAsync(mailing, 1, canaryOnly: true)).Single();
        await house.WriteAsync(StillOutreach.Intent(answered), StillOutreach.Accepted(answered));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBe(house.Now);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_is_counted_on_from_range_to_range_among_those_who_get_the_message(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine, settings => settings.Tripwire.From = 100);
        await house.Services.MakeListAsync();
        await house.Services.MakeListAsync("toinen");
        await house.Services.SubscribeAsync(Enumerable.Range(700, 333).Select(n => $"lasare{n}@kommun.example"), "sv");
        var people = await house.Services.SubscribeManyAsync(1300);
        await house.Services.SubscribeAsync(Enumerable.Range(0, 367).Select(n => $"lasare{n}@kommun.example"), "sv");
        var mailing = await house.Services.ScheduleAsync(house.Now);
        await house.Services.UseAsync<OutreachDb, int>(async db =>
        {
            var second = (await db.Set<ContactList>().SingleAsync(list => list.Key == "toinen", Token)).Id;
            db.AddRange(people.Select(person => new Subscription { ContactId = person, ListId = second, SubscribedAt = house.Now, Source = "test" }));
            db.Add(new MailingList { MailingId = mailing, ListId = second, Place = 1 });
            return await db.SaveChangesAsync(Token);
        });

        await house.StartMailingAsync(mailing);

        (await house.Services.MailingAsync(mailing)).CanaryEvery.ShouldBe(13, "Who is on two lists is one of 1,300, and nobody else gets it.");
        var canary = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        canary.Count.ShouldBe(100);
        var row = await house.Services.MailingAsync(mailing);
        (row.Candidates, row.Deliverable).ShouldBe((2000, 1300));
        var reached = people.Index().ToDictionary(person => person.Item, person => person.Index);
        canary.Select(delivery => reached[delivery.ContactId!.Value]).Order().ShouldBe(Enumerable.Range(0, 100).Select(n => 13 * n));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_is_a_hundred_of_those_who_get_the_message_however_many_are_subscribed(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        var list = await house.Services.MakeListAsync();
        await house.Services.SubscribeAsync(Enumerable.Range(0, 800).Select(n => $"lasare{n}@kommun.example"), "sv");
        await house.Services.SubscribeAsync(Enumerable.Range(0, 40).Select(n => $"reader{n}@council.example"), "en");
        var people = await house.Services.SubscribeManyAsync(1160);
        foreach (var n in Enumerable.Range(0, 100))
            await house.Services.SuppressAsync($"lukija{n}@kunta.example");
        foreach (var left in people.TakeLast(50))
            await house.Services.LeaveAsync(left, list);
        // English falls back to Finnish in the one, and nobody falls back in the other.
        var some = await house.Services.ScheduleAsync(house.Now, Team.Issue(["fi"]));
        var most = await house.Services.ScheduleAsync(house.Now, Team.Issue(["fi", "sv"], fallback: "fi"));

        await house.StartMailingAsync(some);
        await house.StartMailingAsync(most);

        var (row, other) = (await house.Services.MailingAsync(some), await house.Services.MailingAsync(most));
        (row.Candidates, row.Deliverable, row.CanaryEvery).ShouldBe((2000, 1010, 10));
        (await house.ClaimAsync(some, 500, canaryOnly: true)).Count.ShouldBe(101);
        (other.Deliverable, other.CanaryEvery).ShouldBe((1850, 18));
        (await house.ClaimAsync(most, 500, canaryOnly: true)).Count.ShouldBe(103);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Audience_of_which_too_few_get_the_message_has_no_canary(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.MakeListAsync();
        await house.Services.SubscribeAsync(Enumerable.Range(0, 1000).Select(n => $"lasare{n}@kommun.example"), "sv");
        await house.Services.SubscribeManyAsync(999);
        var mailing = await house.Services.ScheduleAsync(house.Now);

        await house.StartMailingAsync(mailing);

        var row = await house.Services.MailingAsync(mailing);
        (row.CanaryState, row.CanaryEvery).ShouldBe((CanaryState.None, 0));
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 25, null)]
    [InlineData(StorageEngine.Sqlite, 26, PauseReason.Doubt)]
    [InlineData(StorageEngine.Postgres, 25, null)]
    [InlineData(StorageEngine.Postgres, 26, PauseReason.Doubt)]
    public async Task Canary_of_which_more_than_a_quarter_is_in_doubt_does_not_pass(StorageEngine engine, int inDoubt, PauseReason? reason)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < inDoubt ? InDoubt(delivery) : StillOutreach.Accepted(delivery));

        await LookAsync(house);
        house.Clock.Advance(TimeSpan.FromMinutes(11));
        await LookAsync(house);

        var row = await house.Services.MailingAsync(mailing);
        (row.PauseReason, row.CanaryState).ShouldBe((reason, reason is null ? CanaryState.Passed : CanaryState.Sending));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_pauses_a_canary_under_way_before_all_of_it_is_in_doubt(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        var claimed = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        foreach (var delivery in claimed.Take(25))
            await house.WriteAsync(StillOutreach.Intent(delivery), InDoubt(delivery));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBeNull("One process that dies may leave as much.");

        await house.WriteAsync(StillOutreach.Intent(claimed[25]), InDoubt(claimed[25]));
        await LookAsync(house);

        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Doubt);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Small_rest_of_a_canary_that_is_all_in_doubt_does_not_pass_and_a_person_lets_it_go_on(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        var list = (await house.Services.AllAsync<ContactList>()).Single().Id;
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
        {
            if (index >= 3)
                await house.Services.LeaveAsync(delivery.ContactId!.Value, list);
            if (await house.WriteAsync(StillOutreach.Intent(delivery)))
                await house.WriteAsync(InDoubt(delivery));
        }

        await LookAsync(house);
        await LookAsync(house);
        var paused = await house.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.CanaryState, paused.CanaryDoneAt).ShouldBe((PauseReason.Doubt, CanaryState.Sending, house.Now));

        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await LookAsync(house);
        var resumed = await house.Services.MailingAsync(mailing);
        (resumed.PausedAt, resumed.PauseReason, resumed.CanaryState).ShouldBe((null, null, CanaryState.Passed));
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 100)).Index())
            await house.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 6 ? new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null) : StillOutreach.Accepted(delivery));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Tripwire, "Rejections are still watched.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_that_a_person_gives_up_counts_as_no_rejection(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < 26 ? InDoubt(delivery) : StillOutreach.Accepted(delivery));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).PauseReason.ShouldBe(PauseReason.Doubt);

        (await house.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.GiveUp, "Maija", Token))).ShouldBe(26);
        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).PausedAt.ShouldBeNull("No server has rejected any.");

        var rest = await house.ClaimAsync(mailing, 100);
        foreach (var (index, delivery) in rest.Index())
            await house.WriteAsync(
                StillOutreach.Intent(delivery),
                index < 9 ? new LedgerEntry.Outcome(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null) : StillOutreach.Accepted(delivery));
        await LookAsync(house);
        var paused = await house.Services.MailingAsync(mailing);
        (paused.PauseReason, paused.TrippedRejected, paused.TrippedTried).ShouldBe((PauseReason.Tripwire, 9, 174));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_that_was_put_off_is_not_through_because_a_person_gave_some_of_it_up(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        foreach (var (index, delivery) in (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Index())
            await house.WriteAsync(StillOutreach.Intent(delivery), index < 10 ? InDoubt(delivery) : house.Deferred(delivery));
        (await house.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.GiveUp, "Maija", Token))).ShouldBe(10);

        await LookAsync(house);
        var open = await house.Services.MailingAsync(mailing);
        (open.CanaryDoneAt, open.PausedAt).ShouldBe((null, null), "No server has said anything of any of it.");

        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var answered = (await house.ClaimAsync(mailing, 1, canaryOnly: true)).Single();
        await house.WriteAsync(
            StillOutreach.Intent(answered), new LedgerEntry.Outcome(answered, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null));
        await LookAsync(house);
        (await house.Services.MailingAsync(mailing)).CanaryDoneAt.ShouldBe(house.Now);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_after_the_canary_pauses_nothing(StorageEngine engine)
    {
        await using var outreach = await StartedAsync(engine, settings => settings.Tripwire.From = 100_000);
        foreach (var delivery in await outreach.House.ClaimAsync(outreach.Mailing, 500))
            await outreach.House.WriteAsync(StillOutreach.Intent(delivery), InDoubt(delivery));

        await LookAsync(outreach.House);

        (await outreach.House.Services.MailingAsync(outreach.Mailing)).PausedAt.ShouldBeNull();
    }

    private static LedgerEntry.Outcome InDoubt(ClaimedDelivery delivery) => new(delivery, DeliveryState.InDoubt, "rele", "The connection was lost.", null);

    private static async Task<Started> StartedAsync(StorageEngine engine, Action<Settings>? change = null)
    {
        var house = await StillOutreach.CreateAsync(engine, change);
        await house.Services.MakeListAsync();
        await house.Services.SubscribeManyAsync(1000);
        var mailing = await house.Services.ScheduleAsync(house.Now);
        await house.StartMailingAsync(mailing);
        return new Started(house, mailing);
    }

    private static Task<bool> LookAsync(StillOutreach outreach) => outreach.Services.UseAsync<Tripwire, bool>(async tripwire =>
    {
        await tripwire.ExecuteAsync(Token);
        return true;
    });

    private sealed record Started(StillOutreach House, MailingId Mailing) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => House.DisposeAsync();
    }
}
