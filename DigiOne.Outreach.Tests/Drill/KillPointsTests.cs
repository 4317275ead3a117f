using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class KillPointsTests
{
    [Fact]
    public void Every_point_comes_within_twenty_kills()
    {
        var points = new KillPoints(new Random(1));

        Enumerable.Range(0, 20).Select(_ => points.Next(mayStartUp: true)).Distinct().ShouldBe(Enum.GetValues<KillPoint>(), ignoreOrder: true);
    }

    [Fact]
    public void A_process_that_does_not_start_is_not_hit_at_its_start()
    {
        var points = new KillPoints(new Random(1));

        Enumerable.Range(0, 50).Select(_ => points.Next(mayStartUp: false)).ShouldNotContain(KillPoint.StartUp);
        Enumerable.Range(0, 5).Select(_ => points.Next(mayStartUp: true)).ShouldContain(KillPoint.StartUp, "It waits until it can be dealt.");
    }
}
