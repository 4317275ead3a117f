using CsCheck;
using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class SpacingTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(int Interval, int Tolerance, int[] Pauses)> Askings =
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 3000], Gen.Int[0, 700].Array[1, 200]);

    [Fact]
    public void Never_more_go_in_any_span_than_fit_the_rate_and_the_tolerance() => Askings.Sample(asking =>
    {
        var (interval, tolerance) = (TimeSpan.FromMilliseconds(asking.Interval), TimeSpan.FromMilliseconds(asking.Tolerance));
        var spacing = new Spacing();
        var now = Start;
        List<DateTimeOffset> gone = [];
        foreach (var pause in asking.Pauses)
        {
            now += TimeSpan.FromMilliseconds(pause);
            while (spacing.Take(now, interval, tolerance) == TimeSpan.Zero)
                gone.Add(now);
        }

        gone.ShouldNotBeEmpty();
        for (var first = 0; first < gone.Count; first++)
            for (var last = first; last < gone.Count; last++)
                (last - first).ShouldBeLessThanOrEqualTo((int)((gone[last] - gone[first] + tolerance) / interval));
    }, iter: 200);

    [Fact]
    public void Who_waits_as_long_as_told_gets_the_next_token_and_none_is_lost() => Askings.Sample(asking =>
    {
        var (interval, tolerance) = (TimeSpan.FromMilliseconds(asking.Interval), TimeSpan.FromMilliseconds(asking.Tolerance));
        var spacing = new Spacing();
        var now = Start;
        for (var taken = 0; taken < asking.Pauses.Length; taken++)
        {
            var wait = spacing.Take(now, interval, tolerance);
            if (wait > TimeSpan.Zero)
            {
                now += wait;
                spacing.Take(now, interval, tolerance).ShouldBe(TimeSpan.Zero);
            }
        }

        (now - Start).ShouldBe(Max(((asking.Pauses.Length - 1) * interval) - tolerance, TimeSpan.Zero));
    }, iter: 200);

    [Fact]
    public void Token_that_is_given_back_is_there_again()
    {
        var spacing = new Spacing();
        spacing.Take(Start, TimeSpan.FromSeconds(1), TimeSpan.Zero).ShouldBe(TimeSpan.Zero);
        spacing.Take(Start, TimeSpan.FromSeconds(1), TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(1));

        spacing.GiveBack(TimeSpan.FromSeconds(1));

        spacing.Take(Start, TimeSpan.FromSeconds(1), TimeSpan.Zero).ShouldBe(TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
