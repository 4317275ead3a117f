using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class RouteShareTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly RouteHealth _health;

    public RouteShareTests() => _health = new RouteHealth(_clock);

    [Fact]
    public void Routes_that_are_well_share_by_weight()
    {
        var (big, small) = (Route("iso", 3), Route("pieni", 1));
        var share = new RouteShare([big, small], _health, _clock);

        Take(share, 4000, big, small).ShouldBeAbout([3000, 1000], tolerance: 8);
    }

    [Fact]
    public void Route_in_trouble_leaves_its_part_to_the_others_and_makes_up_for_nothing_when_it_is_back()
    {
        var (big, small) = (Route("iso", 3), Route("pieni", 1));
        var share = new RouteShare([big, small], _health, _clock);
        Take(share, 400, big, small);

        _health.Failed("pieni", "421 closed", 0.5);
        Take(share, 1000, big)[0].ShouldBe(1000);

        _clock.Advance(TimeSpan.FromSeconds(2));
        Recover("pieni");
        Take(share, 400, big, small).ShouldBeAbout([300, 100], tolerance: 8);
    }

    [Fact]
    public void Route_that_hangs_does_not_hold_the_others_up()
    {
        var (big, small) = (Route("iso", 3), Route("pieni", 1));
        var share = new RouteShare([big, small], _health, _clock);
        Take(share, 400, big, small);
        while (share.Take(big))
        {
            // Until it is ahead of the other by all that it may.
        }

        _clock.Advance(RouteShare.Patience);

        Take(share, 100, big)[0].ShouldBe(100);
    }

    [Fact]
    public void What_no_other_route_can_carry_waits_for_no_turn_and_counts_as_one()
    {
        var (one, other) = (Route("yksi", 1), Route("kaksi", 1));
        var share = new RouteShare([one, other], _health, _clock);
        Take(share, 400, one, other);
        while (share.Take(one))
        {
            // Until it is ahead of the other by all that it may.
        }

        share.Take(one, outOfTurn: true).ShouldBeTrue();

        share.Take(other).ShouldBeTrue();
        share.Take(one).ShouldBeFalse("It has gone on by two since it had to wait, the other by one.");
    }

    [Fact]
    public void What_goes_by_a_route_because_a_domain_rests_at_another_counts_as_no_turn_and_holds_no_other_up()
    {
        var (one, other) = (Route("yksi", 1), Route("kaksi", 1));
        var share = new RouteShare([one, other], _health, _clock);
        Take(share, 400, one, other);
        using var waits = share.Waits(other);

        for (var carried = 0; carried < 1000; carried++)
            share.StepAside(other);

        Take(share, 100, one)[0].ShouldBe(100, "Nobody waits for who is busy.");
        Take(share, 400, one, other).ShouldBeAbout([200, 200], tolerance: 8);
    }

    [Fact]
    public void Who_waits_for_a_route_hears_that_it_stepped_aside()
    {
        var (one, other) = (Route("yksi", 1), Route("kaksi", 1));
        var share = new RouteShare([one, other], _health, _clock);
        Take(share, 400, one, other);
        while (share.Take(one))
        {
            // Until it is ahead of the other by all that it may.
        }

        var moved = share.Moved;

        share.StepAside(other);

        moved.IsCompleted.ShouldBeTrue();
        share.Take(one).ShouldBeTrue();
    }

    [Fact]
    public void Spare_route_carries_mail_only_while_all_others_are_in_trouble()
    {
        var (one, two, spare) = (Route("yksi", 1), Route("kaksi", 1), Route("vara", 0));
        var share = new RouteShare([one, two, spare], _health, _clock);

        share.MayCarry(spare).ShouldBeFalse();
        _health.Failed("yksi", "421 closed", 0.5);
        share.MayCarry(spare).ShouldBeFalse();
        _health.Failed("kaksi", "421 closed", 0.5);
        share.MayCarry(spare).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromMinutes(1));
        Recover("kaksi");
        share.MayCarry(spare).ShouldBeFalse();
    }

    private void Recover(string route)
    {
        _health.Enter(route, this).ShouldBeTrue();
        _health.Answered(route, this);
    }

    private static int[] Take(RouteShare share, int messages, params IMailRoute[] routes)
    {
        var taken = new int[routes.Length];
        for (var asked = 0; taken.Sum() < messages; asked++)
        {
            asked.ShouldBeLessThan(10 * messages, "Somebody always may.");
            if (share.Take(routes[asked % routes.Length]))
                taken[asked % routes.Length]++;
        }

        return taken;
    }

    private SmtpRelay Route(string name, int weight) =>
        new SmtpRelay(name, new RelayOptions { Host = "127.0.0.1", Weight = weight, Connections = 2 }, _clock, NullLoggerFactory.Instance);
}

internal static class Shares
{
    /// <summary>Each number is as expected, give or take.</summary>
    internal static void ShouldBeAbout(this int[] taken, int[] expected, int tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            taken[i].ShouldBeInRange(expected[i] - tolerance, expected[i] + tolerance);
    }
}
