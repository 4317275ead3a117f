using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What waits for a limit of our own is counted and found apart from what was put off.</summary>
public sealed class DeliveryStandingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Each_number_is_that_of_the_deliveries_that_are_found_under_its_word(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(7);
        var later = outreach.Now.AddHours(1);
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[0], new DomainWait(later, DeliveryExplanations.DomainRate.Of("kunta.example")) { IsPlace = true }));
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[1], new RouteTrouble("rele", DeliveryExplanations.WarmingUp.Of(200), 0, later)));
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[2], new RouteTrouble("rele", "421 4.3.2 closing", 1, later)));
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[3], new DomainWait(later, DeliveryExplanations.DomainPatience.Of("kunta.example", "rele", "421 4.7.28 slow"))));
        await outreach.WriteAsync(StillOutreach.Intent(claimed[4]), outreach.Deferred(claimed[4]));
        await outreach.WriteAsync(StillOutreach.Intent(claimed[5]));

        var counts = await outreach.Services.CountAsync(mailing);

        (counts.Waiting, counts.Limited, counts.Deferred, counts.Sending, counts.Unsent).ShouldBe((1, 2, 3, 1, 6));
        foreach (var standing in Enum.GetValues<DeliveryStanding>())
        {
            var found = await outreach.Services.UseAsync<FindDeliveries, FoundDeliveries>(
                find => find.ExecuteAsync(new DeliverySearch { Mailing = mailing, State = standing, Most = 10 }, Token));
            found.Found.Count.ShouldBe(counts.In(standing), $"{standing}");
            found.Found.ShouldAllBe(one => DeliveryReport.Of(one.Delivery).State == standing);
        }
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_was_lost_on_its_way_waits_for_no_limit_any_more(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, DoubtPolicy.SendAgain), Token);
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed[0], new DomainWait(outreach.Now, "It has its place.") { IsPlace = true }));
        var placed = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await outreach.WriteAsync(StillOutreach.Intent(placed));

        await outreach.Services.UseAsync<SettleLostTransactions, bool>(async settle =>
        {
            await settle.ExecuteAllAsync(Token);
            return true;
        });

        var counts = await outreach.Services.CountAsync(mailing);
        (counts.Limited, counts.Deferred).ShouldBe((0, 1));
    }
}
