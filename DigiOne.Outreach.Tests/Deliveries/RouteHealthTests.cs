using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class RouteHealthTests
{
    private const string Relay = "rele";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly RouteHealth _health;
    private readonly object _one = new();
    private readonly object _other = new();

    public RouteHealthTests() => _health = new RouteHealth(_clock);

    [Fact]
    public void After_a_pause_one_connection_tries_and_the_others_follow_when_it_succeeds()
    {
        _health.Enter(Relay, _one).ShouldBeTrue();
        _health.Failed(Relay, "421 4.3.2 closed", 0.5);
        _health.Enter(Relay, _one).ShouldBeFalse();

        _clock.Advance(TimeSpan.FromSeconds(1));
        _health.Enter(Relay, _one).ShouldBeTrue();
        _health.Enter(Relay, _one).ShouldBeTrue("It is the one that tries.");
        _health.Enter(Relay, _other).ShouldBeFalse();
        _health.IsWell(Relay).ShouldBeFalse();

        _health.Recovered(Relay);
        _health.Leave(Relay, _one);
        _health.Enter(Relay, _other).ShouldBeTrue();
        _health.IsWell(Relay).ShouldBeTrue();
    }

    [Fact]
    public void Connection_that_found_nothing_to_send_lets_another_try()
    {
        _health.Failed(Relay, "421 4.3.2 closed", 0.5);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _health.Enter(Relay, _one).ShouldBeTrue();

        _health.Leave(Relay, _other);
        _health.Enter(Relay, _other).ShouldBeFalse("Only who entered can leave.");
        _health.Leave(Relay, _one);

        _health.Enter(Relay, _other).ShouldBeTrue();
    }

    [Fact]
    public void Try_that_fails_makes_the_pause_longer()
    {
        _health.Failed(Relay, "421 4.3.2 closed", 0.5);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _health.Enter(Relay, _one).ShouldBeTrue();

        var trouble = _health.Failed(Relay, "421 4.3.2 still closed", 0.5);
        _health.Leave(Relay, _one);

        (trouble.Failures, trouble.Until - _clock.GetUtcNow()).ShouldBe((2, TimeSpan.FromSeconds(2)));
        _health.Enter(Relay, _other).ShouldBeFalse();
    }

    [Fact]
    public void Route_that_rests_by_plan_does_so_although_it_works()
    {
        _health.Rest(Relay, "Enough for today", _clock.GetUtcNow() + TimeSpan.FromHours(3));

        _health.Recovered(Relay);

        _health.Resting(Relay)!.Reason.ShouldBe("Enough for today");
        _health.IsWell(Relay).ShouldBeFalse();
        _health.Troubles.ShouldHaveSingleItem().Failures.ShouldBe(0);
        _clock.Advance(TimeSpan.FromHours(3));
        _health.Resting(Relay).ShouldBeNull();
        _health.IsWell(Relay).ShouldBeTrue();
        _health.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public void Route_that_rests_takes_what_somebody_waits_for_until_it_is_in_trouble_itself()
    {
        IMailRoute[] routes = [new SmtpRelay(Relay, new RelayOptions { Host = "127.0.0.1" }, _clock, NullLoggerFactory.Instance)];
        _health.Rest(Relay, "Enough for today", _clock.GetUtcNow() + TimeSpan.FromHours(3));

        _health.Enter(Relay, _one).ShouldBeTrue();
        _health.AllPause(routes, Lane.Transactional).ShouldBeNull();
        _health.AllPause(routes, Lane.Bulk)!.Reason.ShouldBe("Enough for today");

        var trouble = _health.Failed(Relay, "421 4.3.2 closed", 0.5);
        _health.Enter(Relay, _one).ShouldBeFalse();
        _health.AllPause(routes, Lane.Transactional).ShouldBe(trouble);
        _health.Troubles.ShouldHaveSingleItem().ShouldBe(trouble);

        _health.Recovered(Relay);
        _health.AllPause(routes, Lane.Transactional).ShouldBeNull();
        _health.AllPause(routes, Lane.Bulk).ShouldNotBeNull("It rests all the same.");
    }
}
