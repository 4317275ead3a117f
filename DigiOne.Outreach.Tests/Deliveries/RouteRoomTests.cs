using DigiOne.Outreach.Deliveries;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class RouteRoomTests
{
    private const string Relay = "rele";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly RouteRoom _room;
    private readonly object _inside = new();
    private readonly object _surplus = new();

    public RouteRoomTests() => _room = new RouteRoom(_clock);

    [Fact]
    public void Refusal_while_no_other_is_inside_is_the_routes_matter()
    {
        _room.Refused(Relay, _surplus, 0.5).ShouldBeNull();
        _room.Entered("toinen", _inside);
        _room.Refused(Relay, _surplus, 0.5).ShouldBeNull("Another route's connections say nothing about it.");
        _room.Entered(Relay, _inside);
        _room.Refused(Relay, _inside, 0.5).ShouldBeNull("It was let in itself, and is no longer.");

        _room.Rest(_surplus).ShouldBeNull();
    }

    [Fact]
    public void Connection_that_is_one_too_many_stays_away_for_longer_each_time_until_it_is_let_in()
    {
        _room.Entered(Relay, _inside);

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            _room.Refused(Relay, _surplus, 0.5).ShouldBe(_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
            _room.Rest(_surplus).ShouldBe(TimeSpan.FromSeconds(seconds));
            _room.Rest(_inside).ShouldBeNull();
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            _room.Rest(_surplus).ShouldBeNull();
        }

        _room.Entered(Relay, _surplus);
        _room.Left(_surplus);
        _room.Refused(Relay, _surplus, 0.5).ShouldBe(_clock.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Idle_connection_gives_way_only_to_one_of_its_route_that_stays_away()
    {
        _room.Entered(Relay, _inside);
        _room.GivesWay(Relay, _inside).ShouldBeFalse();
        _room.Refused(Relay, _surplus, 0.5);

        _room.GivesWay(Relay, _surplus).ShouldBeFalse("It has no place to give.");
        _room.GivesWay("toinen", _inside).ShouldBeFalse();
        _room.GivesWay(Relay, _inside).ShouldBeTrue();
        _room.GivesWay(Relay, _inside).ShouldBeFalse("It is outside already.");
    }
}
