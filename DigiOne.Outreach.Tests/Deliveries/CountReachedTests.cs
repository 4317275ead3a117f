using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class CountReachedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_over_is_told_by_its_newest_certificate_and_what_is_under_way_by_its_rows(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var (over, open) = (await outreach.Services.ScheduleAsync(outreach.Now), await outreach.Services.ScheduleAsync(outreach.Now));
        foreach (var mailing in new[] { over, open })
            await outreach.StartMailingAsync(mailing);
        await outreach.AcceptAllAsync(over);
        (await outreach.CloseAsync(over)).ShouldBeTrue();
        var delivery = (await outreach.ClaimAsync(open, 1)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(delivery), StillOutreach.Accepted(delivery));
        await using var db = outreach.OpenDatabase();
        await db.Set<Attempt>().ExecuteDeleteAsync(Token);
        await db.Set<Delivery>().Where(row => row.MailingId == over).ExecuteDeleteAsync(Token);

        var reached = await outreach.Services.UseAsync<CountReached, IReadOnlyDictionary<MailingId, Reached>>(
            count => count.ExecuteAsync([over], [open], isWatched: false, Token));

        reached[over].ShouldBe(new Reached(3, 0, 0));
        reached[open].ShouldBe(new Reached(1, 0, 0));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_watches_the_timeline_shares_one_count_a_second(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        (await ReachedAsync(outreach)).ShouldBe(0);
        await outreach.AcceptAllAsync(mailing);

        (await ReachedAsync(outreach)).ShouldBe(0, "It has been counted in this second.");
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await ReachedAsync(outreach)).ShouldBe(2);
    }

    private static Task<int> ReachedAsync(StillOutreach outreach) => outreach.Services.UseAsync<Timeline, int>(
        async timeline => (await timeline.MovingAsync(outreach.Now, Token)).Single().Reached);
}
