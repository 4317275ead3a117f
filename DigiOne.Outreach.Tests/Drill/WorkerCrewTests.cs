using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class WorkerCrewTests
{
    [Fact]
    public void Process_that_was_killed_and_the_one_that_follows_it_have_their_own_times()
    {
        using var folder = new TempFolder();
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero));
        var (first, killed, second) = (clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(5), clock.GetUtcNow().AddSeconds(6));
        using var crew = new WorkerCrew(
            name => new WorkerPlan(name, folder.FullPath, null, new Uri("smtp://127.0.0.1:1"), 1, "", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), nodes: 1, clock);

        crew.Start().ShouldBe(["n1-1"]);
        clock.Advance(killed - first);
        crew.Kill("n1-1");
        clock.Advance(second - killed);
        crew.Start().ShouldBe(["n1-2"]);

        (crew.Lives["n1-1"].StartedAt, crew.Lives["n1-2"].StartedAt).ShouldBe((first, second));
        crew.Lives["n1-1"].Hits.ShouldBe([killed]);
        crew.Lives["n1-2"].Hits.ShouldBeEmpty();
        // Its folder goes with this test.
        crew.Kill("n1-2");
    }
}
