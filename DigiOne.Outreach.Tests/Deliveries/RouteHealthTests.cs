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

        _health.Answered(Relay, _one);
        _health.Leave(Relay, _one);
        _health.Enter(Relay, _other).ShouldBeTrue();
        _health.IsWell(Relay).ShouldBeTrue();
    }

    [Fact]
    public void Pause_runs_to_its_end_and_to_a_try_whatever_others_still_hear()
    {
        _health.Failed(Relay, "421 4.3.2 closed", 0.5);

        _health.Answered(Relay, _other);
        _health.Enter(Relay, _one).ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _health.Answered(Relay, _other);
        _health.IsWell(Relay).ShouldBeFalse();

        _health.Enter(Relay, _one).ShouldBeTrue();
        _health.Answered(Relay, _other);
        _health.IsWell(Relay).ShouldBeFalse("It was not the one that tries.");
        _health.Answered(Relay, _one);
        _health.IsWell(Relay).ShouldBeTrue();
    }

    [Fact]
    public void Dropped_message_says_nothing_about_a_route_that_answers_for_others()
    {
        var (message, another) = (new DeliveryId(1), new DeliveryId(2));
        _health.DroppedOnly(Relay, message).ShouldBeFalse("It has not answered for any yet.");

        _health.Answered(Relay, _one);
        _health.DroppedOnly(Relay, message).ShouldBeTrue();
        _health.DroppedOnly(Relay, message).ShouldBeTrue("The same one says nothing new.");
        _health.DroppedOnly(Relay, another).ShouldBeFalse("Two in a row are the route's matter.");
        _health.Answered(Relay, _one);
        _health.DroppedOnly(Relay, another).ShouldBeTrue();

        _health.Failed(Relay, "421 4.3.2 closed", 0.5);
        _health.DroppedOnly(Relay, another).ShouldBeFalse("It has failed.");
        _health.Answered(Relay, _one);
        _health.DroppedOnly(Relay, another).ShouldBeFalse("It is still to be tried.");
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

        _health.Answered(Relay, _one);

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

        _clock.Advance(trouble.Until - _clock.GetUtcNow());
        _health.Enter(Relay, _one).ShouldBeTrue();
        _health.Answered(Relay, _one);
        _health.Troubles.ShouldHaveSingleItem().Reason.ShouldBe("Enough for today");
        _health.AllPause(routes, Lane.Transactional).ShouldBeNull();
        _health.AllPause(routes, Lane.Bulk).ShouldNotBeNull("It rests all the same.");
    }
}
