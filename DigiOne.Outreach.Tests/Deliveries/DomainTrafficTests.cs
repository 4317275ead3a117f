using CsCheck;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class DomainTrafficTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusals_with_messages_taken_between_them_are_their_recipients_matter()
    {
        var traffic = new DomainTraffic("gmail.example", null, () => 1);
        for (var refused = 0; refused < 20; refused++)
        {
            traffic.Refused("454 4.7.1 come back later", Start, 0.5).ShouldBeNull();
            traffic.Refused("454 4.7.1 come back later", Start, 0.5).ShouldBeNull();
            traffic.Accepted();
        }

        traffic.Refused("454 4.7.1 come back later", Start, 0.5);
        traffic.Refused("454 4.7.1 come back later", Start, 0.5);
        traffic.Refused("454 4.7.1 come back later", Start, 0.5).ShouldNotBeNull("Three running are the domain's.");
    }

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
                    if (traffic.Place(isNew: waiting.Dequeue(), Lane.Bulk, now) is not { } wait)
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
    public void Places_that_were_slept_through_are_given_anew_and_do_not_all_go_at_once()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = 600 }, () => 1);
        for (var i = 0; i < 6000; i++)
            traffic.Place(isNew: true, Lane.Bulk, Start);
        var later = Start + TimeSpan.FromMinutes(9);

        var gone = Enumerable.Range(0, 5400).Count(_ => traffic.Place(isNew: false, Lane.Bulk, later) is null);

        gone.ShouldBe(51);
        traffic.Place(isNew: false, Lane.Bulk, later)!.Until.ShouldBeGreaterThan(Start + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Mail_that_somebody_waits_for_does_not_stand_behind_bulk_mail()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { PerMinute = 60 }, () => 1);
        for (var i = 0; i < 1000; i++)
            traffic.Place(isNew: true, Lane.Bulk, Start);

        traffic.Place(isNew: true, Lane.Bulk, Start)!.Until.ShouldBeGreaterThan(Start + TimeSpan.FromMinutes(15));
        traffic.Place(isNew: true, Lane.Transactional, Start).ShouldBeNull();
    }

    [Fact]
    public void Domain_that_asks_for_patience_rests_longer_each_time_and_comes_back_slowly()
    {
        var traffic = new DomainTraffic("gmail.com", null, () => 1);
        traffic.Place(isNew: true, Lane.Bulk, Start).ShouldBeNull();

        var first = traffic.Throttled("421 4.7.28 slow down", Start, 0.5);
        (first.Until - Start).ShouldBe(TimeSpan.FromMinutes(1));
        traffic.Throttled("421 4.7.28 slow down", Start, 0.9).ShouldBe(first, "Refused together is refused once.");
        traffic.Place(isNew: true, Lane.Bulk, Start)!.Until.ShouldBeGreaterThanOrEqualTo(first.Until);
        traffic.Enter(Lane.Bulk, Start)!.Reason.ShouldContain("slow down");

        var back = first.Until + TimeSpan.FromSeconds(1);
        traffic.Place(isNew: false, Lane.Bulk, back).ShouldBeNull();
        traffic.Place(isNew: false, Lane.Bulk, back).ShouldNotBeNull("One, then a pause.");

        var now = back;
        for (var times = 2; times <= 8; times++)
        {
            var trouble = traffic.Throttled("421 4.7.28 slow down", now, 0.5);
            (trouble.Until - now).ShouldBe(TimeSpan.FromMinutes(Math.Min(30, Math.Pow(2, times - 1))));
            now = trouble.Until;
        }

        var accepted = 0;
        for (; traffic.Trouble(now) is not null; accepted++)
            traffic.Accepted();
        accepted.ShouldBeInRange(100, 1000);
        traffic.Place(isNew: false, Lane.Bulk, now).ShouldBeNull();
        traffic.Place(isNew: false, Lane.Bulk, now).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Trouble_of_a_domain_to_which_nothing_has_gone_since_is_forgotten_an_hour_after_its_rest()
    {
        var traffic = new DomainTraffic("gmail.com", null, () => 1);
        traffic.Throttled("421 4.7.28 slow down", Start, 0.5);
        var trouble = traffic.Throttled("421 4.7.28 slow down", Start + TimeSpan.FromMinutes(1), 0.5);
        traffic.Trouble(trouble.Until + DomainTraffic.Memory - TimeSpan.FromSeconds(1)).ShouldBe(trouble);

        var later = trouble.Until + DomainTraffic.Memory;

        traffic.Trouble(later).ShouldBeNull();
        traffic.Place(isNew: true, Lane.Bulk, later).ShouldBeNull();
        traffic.Place(isNew: true, Lane.Bulk, later).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Claim_after_a_domains_trouble_was_forgotten_is_not_slowed()
    {
        var traffic = new DomainTraffic("gmail.com", null, () => 1);
        var later = traffic.Throttled("421 4.7.28 slow down", Start, 0.5).Until + DomainTraffic.Memory;

        traffic.Place(isNew: true, Lane.Bulk, later).ShouldBeNull();
        traffic.Place(isNew: true, Lane.Bulk, later).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Domain_whose_trouble_was_forgotten_asks_for_patience_as_if_for_the_first_time()
    {
        var traffic = new DomainTraffic("gmail.com", null, () => 1);
        DomainTrouble? trouble = null;
        for (var refused = 0; refused < 3; refused++)
            trouble = traffic.Refused("454 4.7.1 come back later", Start, 0.5);

        var weeks = trouble!.Until + TimeSpan.FromDays(21);

        traffic.Refused("454 4.7.1 come back later", weeks, 0.5).ShouldBeNull("One is its recipient's matter.");
        traffic.Refused("454 4.7.1 come back later", weeks, 0.5).ShouldBeNull();
        var again = traffic.Refused("454 4.7.1 come back later", weeks, 0.5)!;
        (again.Times, again.Until - weeks).ShouldBe((1, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void No_more_are_on_the_wire_than_a_domain_takes_at_once()
    {
        var traffic = new DomainTraffic("gmail.com", new DomainOptions { Connections = 2 }, () => 1);
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();

        traffic.Enter(Lane.Bulk, Start)!.Until.ShouldBeGreaterThan(Start);

        traffic.Left(TimeSpan.FromSeconds(1));
        traffic.Enter(Lane.Bulk, Start).ShouldBeNull();
    }
}
