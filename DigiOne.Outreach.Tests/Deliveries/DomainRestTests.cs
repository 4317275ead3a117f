using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a domain's answers to one relay mean for what goes there by it.</summary>
public sealed class DomainRestTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refusals_with_messages_taken_between_them_are_their_recipients_matter()
    {
        var rest = new DomainRest("rele", "gmail.example");
        for (var refused = 0; refused < 20; refused++)
        {
            rest.Refused("454 4.7.1 come back later", Start, 0.5).ShouldBeNull();
            rest.Refused("454 4.7.1 come back later", Start, 0.5).ShouldBeNull();
            rest.Accepted();
        }

        rest.Refused("454 4.7.1 come back later", Start, 0.5);
        rest.Refused("454 4.7.1 come back later", Start, 0.5);
        rest.Refused("454 4.7.1 come back later", Start, 0.5).ShouldNotBeNull("Three running are the domain's.");
    }

    [Fact]
    public void Domain_that_asks_for_patience_rests_longer_each_time_and_comes_back_slowly()
    {
        var rest = new DomainRest("rele", "gmail.com");
        Place(rest, isNew: true, Start).ShouldBeNull();

        var first = rest.Throttled("421 4.7.28 slow down", Start, 0.5);
        (first.Until - Start).ShouldBe(TimeSpan.FromMinutes(1));
        rest.Throttled("421 4.7.28 slow down", Start, 0.9).ShouldBe(first, "Refused together is refused once.");
        Place(rest, isNew: true, Start)!.Until.ShouldBeGreaterThanOrEqualTo(first.Until);
        rest.Enter(hasTurn: true, Lane.Bulk, Start)!.Reason.ShouldContain("slow down");

        var back = first.Until + TimeSpan.FromSeconds(1);
        Place(rest, isNew: false, back).ShouldBeNull();
        Place(rest, isNew: false, back).ShouldNotBeNull("One, then a pause.");

        var now = back;
        for (var times = 2; times <= 8; times++)
        {
            var trouble = rest.Throttled("421 4.7.28 slow down", now, 0.5);
            (trouble.Until - now).ShouldBe(TimeSpan.FromMinutes(Math.Min(30, Math.Pow(2, times - 1))));
            now = trouble.Until;
        }

        var accepted = 0;
        for (; rest.Trouble(now) is not null; accepted++)
            rest.Accepted();
        accepted.ShouldBeInRange(100, 1000);
        Place(rest, isNew: false, now).ShouldBeNull();
        Place(rest, isNew: false, now).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Trouble_of_a_domain_to_which_nothing_has_gone_since_is_forgotten_an_hour_after_its_rest()
    {
        var rest = new DomainRest("rele", "gmail.com");
        rest.Throttled("421 4.7.28 slow down", Start, 0.5);
        var trouble = rest.Throttled("421 4.7.28 slow down", Start + TimeSpan.FromMinutes(1), 0.5);
        rest.Trouble(trouble.Until + DomainRest.Memory - TimeSpan.FromSeconds(1)).ShouldBe(trouble);

        var later = trouble.Until + DomainRest.Memory;

        rest.Trouble(later).ShouldBeNull();
        Place(rest, isNew: true, later).ShouldBeNull();
        Place(rest, isNew: true, later).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Claim_after_a_domains_trouble_was_forgotten_is_not_slowed()
    {
        var rest = new DomainRest("rele", "gmail.com");
        var later = rest.Throttled("421 4.7.28 slow down", Start, 0.5).Until + DomainRest.Memory;

        Place(rest, isNew: true, later).ShouldBeNull();
        Place(rest, isNew: true, later).ShouldBeNull("It is as quick as before.");
    }

    [Fact]
    public void Domain_whose_trouble_was_forgotten_asks_for_patience_as_if_for_the_first_time()
    {
        var rest = new DomainRest("rele", "gmail.com");
        DomainTrouble? trouble = null;
        for (var refused = 0; refused < 3; refused++)
            trouble = rest.Refused("454 4.7.1 come back later", Start, 0.5);

        var weeks = trouble!.Until + TimeSpan.FromDays(21);

        rest.Refused("454 4.7.1 come back later", weeks, 0.5).ShouldBeNull("One is its recipient's matter.");
        rest.Refused("454 4.7.1 come back later", weeks, 0.5).ShouldBeNull();
        var again = rest.Refused("454 4.7.1 come back later", weeks, 0.5)!;
        (again.Times, again.Until - weeks).ShouldBe((1, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Nobody_waits_for_a_trouble_that_ended_after_it_was_looked_at()
    {
        var rest = new DomainRest("rele", "gmail.com");
        rest.Throttled("421 4.7.28 slow down", Start, 0.5);
        rest.Wait(isNew: true, Lane.Bulk, Start).ShouldBeGreaterThan(TimeSpan.Zero);
        while (rest.Trouble(Start) is not null)
            rest.Accepted();

        rest.Plan(isNew: true, Lane.Bulk, Start).ShouldBeNull();
        rest.Later(Lane.Bulk, Start).ShouldBeNull();
        rest.Later(Lane.Transactional, Start).ShouldBeNull();
    }

    /// <summary>Claims a message that only this relay carries.</summary>
    /// <returns>Null when it goes.</returns>
    private static DomainWait? Place(DomainRest rest, bool isNew, DateTimeOffset now)
    {
        if (rest.Plan(isNew, Lane.Bulk, now) is { } wait)
            return wait;
        rest.Take(isNew, Lane.Bulk, now);
        return null;
    }
}
