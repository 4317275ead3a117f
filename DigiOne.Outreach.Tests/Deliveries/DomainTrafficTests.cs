using CsCheck;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class DomainTrafficTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_the_claiming_does_a_domains_rate_holds_and_everybody_gets_a_turn() =>
        Gen.Select(Gen.Int[1, 2000], Gen.Int[1, 3], Gen.Int[1, 150], Gen.Int[0, 400]).Sample((perMinute, nodes, messages, lateness) =>
        {
            var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = perMinute }, () => nodes);
            var interval = TimeSpan.FromMinutes(1) * nodes / perMinute;
            var waiting = new PriorityQueue<bool, DateTimeOffset>();
            for (var i = 0; i < messages; i++)
                waiting.Enqueue(true, Start);
            List<DateTimeOffset> gone = [];
            var puttings = 0;

            // Those whose place has come are claimed, a little late each time.
            while (waiting.TryPeek(out _, out var next))
            {
                var now = next + TimeSpan.FromMilliseconds(lateness);
                while (waiting.TryPeek(out _, out var due) && due <= now)
                {
                    if (traffic.Place(isNew: waiting.Dequeue(), Lane.Bulk, now, out _) is not { } wait)
                        gone.Add(now);
                    else
                    {
                        wait.Until.ShouldBeGreaterThan(now - interval);
                        waiting.Enqueue(false, wait.Until);
                        puttings++;
                    }
                }
            }

            gone.Count.ShouldBe(messages);
            puttings.ShouldBeLessThanOrEqualTo(messages, "Each is put off once.");
            for (var first = 0; first < gone.Count; first++)
                for (var last = first; last < gone.Count; last++)
                    (last - first).ShouldBeLessThanOrEqualTo((int)((gone[last] - gone[first] + DomainTraffic.Tolerance) / interval));
            (gone[^1] - Start).ShouldBeLessThan((messages * interval) + TimeSpan.FromSeconds(1), "Nothing of the rate is left unused.");
        }, iter: 100);

    [Fact]
    public void Whoever_does_not_come_for_a_place_holds_up_nobody_behind_and_the_rate_holds() =>
        Gen.Select(Gen.Int[30, 2000], Gen.Bool.Array[1, 120]).Sample((perMinute, comes) =>
        {
            var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = perMinute }, () => 1);
            var interval = TimeSpan.FromMinutes(1) / perMinute;
            List<DateTimeOffset> gone = [];
            List<(DateTimeOffset At, bool Comes)> placed = [];
            foreach (var one in comes)
                if (traffic.Place(isNew: true, Lane.Bulk, Start, out _) is { } wait)
                    placed.Add((wait.Until, one));
                else
                    gone.Add(Start);
            var expected = gone.Count + placed.Count(place => place.Comes);

            for (var now = Start; placed.Exists(place => place.Comes); now += TimeSpan.FromMilliseconds(250))
            {
                foreach (var due in placed.Where(place => place.Comes && place.At <= now).Order().ToList())
                    Go(due, ahead: null, now);
                foreach (var next in placed.Where(place => place.Comes && place.At > now).Order().Take(traffic.Unused(Lane.Bulk, now)).ToList())
                    Go(next, ahead: next.At, now);
            }

            gone.Count.ShouldBe(expected);
            for (var first = 0; first < gone.Count; first++)
                for (var last = first; last < gone.Count; last++)
                    (last - first).ShouldBeLessThanOrEqualTo((int)((gone[last] - gone[first] + DomainTraffic.Tolerance) / interval));
            (gone.LastOrDefault(Start) - Start).ShouldBeLessThan((gone.Count * (interval + TimeSpan.FromMilliseconds(250))) + TimeSpan.FromSeconds(2));

            void Go((DateTimeOffset At, bool Comes) one, DateTimeOffset? ahead, DateTimeOffset now)
            {
                placed.Remove(one);
                if (traffic.Place(isNew: false, Lane.Bulk, now, out _, ahead) is { } wait)
                    placed.Add((wait.Until, true));
                else
                    gone.Add(now);
            }
        }, iter: 100);

    [Fact]
    public void Places_that_were_slept_through_are_given_anew_and_do_not_all_go_at_once()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = 600 }, () => 1);
        for (var i = 0; i < 6000; i++)
            traffic.Place(isNew: true, Lane.Bulk, Start, out _);
        var later = Start + TimeSpan.FromMinutes(9);

        var gone = Enumerable.Range(0, 5400).Count(_ => traffic.Place(isNew: false, Lane.Bulk, later, out DomainTurn? _) is null);

        gone.ShouldBe(51);
        traffic.Place(isNew: false, Lane.Bulk, later, out _)!.Until.ShouldBeGreaterThan(Start + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Turn_of_a_message_that_does_not_go_is_the_next_ones_and_makes_no_room_for_two()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerHour = 60 }, () => 1);
        traffic.Place(isNew: false, Lane.Bulk, Start, out var first).ShouldBeNull();
        traffic.Place(isNew: false, Lane.Bulk, Start, out _).ShouldNotBeNull();

        first.ShouldNotBeNull().GiveBack();
        traffic.Place(isNew: false, Lane.Bulk, Start, out var second).ShouldBeNull("The first did not go.");
        first.GiveBack();
        traffic.Place(isNew: false, Lane.Bulk, Start, out _).ShouldNotBeNull("It was given back once.");

        second.ShouldNotBeNull().HandOn().ShouldNotBeNull();
        second.GiveBack();
        traffic.Place(isNew: false, Lane.Bulk, Start, out _).ShouldNotBeNull("It goes by another relay.");
        traffic.Place(isNew: false, Lane.Bulk, Start + TimeSpan.FromMinutes(2), out var later).ShouldBeNull();
        traffic.Place(isNew: false, Lane.Transactional, Start + TimeSpan.FromMinutes(2), out _).ShouldBeNull();
        later.ShouldNotBeNull().GiveBack();
        traffic.Place(isNew: false, Lane.Bulk, Start + TimeSpan.FromMinutes(2), out _).ShouldNotBeNull("Another has gone since.");
    }

    [Fact]
    public void Mail_that_somebody_waits_for_does_not_stand_behind_bulk_mail()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = 60 }, () => 1);
        for (var i = 0; i < 1000; i++)
            traffic.Place(isNew: true, Lane.Bulk, Start, out _);

        traffic.Place(isNew: true, Lane.Bulk, Start, out _)!.Until.ShouldBeGreaterThan(Start + TimeSpan.FromMinutes(15));
        traffic.Place(isNew: true, Lane.Transactional, Start, out _).ShouldBeNull();
    }

    [Fact]
    public void No_more_are_on_the_wire_than_a_domain_takes_at_once()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { Connections = 2 }, () => 1);
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();

        traffic.Enter(Lane.Bulk, Start)!.Until.ShouldBeGreaterThan(Start);

        traffic.Left(TimeSpan.FromSeconds(1), Start);
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();
    }
}
