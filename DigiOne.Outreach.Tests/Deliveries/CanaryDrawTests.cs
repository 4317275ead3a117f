using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Who is in a canary, and how many.</summary>
public sealed class CanaryDrawTests
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
                (recipients / every).ShouldBeGreaterThanOrEqualTo((int)Math.Min(recipients, Math.Max(smallest, recipients * percent / 100)));
        });

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_is_one_of_each_so_many_counted_on_from_range_to_range_among_those_who_get_the_message(StorageEngine engine)
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
        var row = await house.Services.MailingAsync(mailing);
        (row.Candidates, row.Deliverable).ShouldBe((2000, 1300));
        var reached = people.Index().ToDictionary(person => person.Item, person => person.Index);
        // The same on either engine, and however often it is drawn.
        var seed = CanaryDraw.SeedOf(mailing);
        canary.Select(delivery => reached[delivery.ContactId!.Value]).Order().ShouldBe(Enumerable.Range(0, 100).Select(block =>
        {
            var number = ((block * 1_000_000_007L) + seed) % int.MaxValue;
            return (13 * block) + (int)(number * number % int.MaxValue % 13);
        }));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_of_a_list_with_a_rhythm_holds_all_its_domains_and_languages(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.MakeListAsync();
        await house.Services.SubscribeAsync(Enumerable.Range(0, 1000).Select(n => ($"lukija{n}@kunta{n % 10}.example", n % 2 == 0 ? "fi" : "sv")));
        var mailing = await house.Services.ScheduleAsync(house.Now, Team.Issue(["fi", "sv"]));

        await house.StartMailingAsync(mailing);

        var canary = await house.ClaimAsync(mailing, 500, canaryOnly: true);
        canary.Count.ShouldBe(100);
        canary.CountBy(delivery => delivery.Domain).Count().ShouldBeGreaterThanOrEqualTo(8, "Ten domains take turns, as many as make a step.");
        canary.CountBy(delivery => delivery.Language).ShouldAllBe(language => language.Value >= 20);
        canary.CountBy(delivery => delivery.Language).Count().ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_is_a_hundred_although_some_of_the_readers_want_no_bulk_mail_for_now(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine, settings => settings.Tripwire.From = 500);
        await house.Services.MakeListAsync();
        var people = await house.Services.SubscribeManyAsync(1000);
        foreach (var reader in people.Take(150))
            await house.Services.PauseAsync(reader, house.Now.AddDays(7));
        await house.Services.PauseAsync(people[150], house.Now.AddDays(-7));
        var mailing = await house.Services.ScheduleAsync(house.Now);

        await house.StartMailingAsync(mailing);

        var row = await house.Services.MailingAsync(mailing);
        (row.Deliverable, row.CanaryEvery).ShouldBe((850, 8));
        (await house.ClaimAsync(mailing, 500, canaryOnly: true)).Count.ShouldBeInRange(106, 107);
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
        (await house.ClaimAsync(most, 500, canaryOnly: true)).Count.ShouldBeInRange(102, 103, "The last block is no whole one.");
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
}
