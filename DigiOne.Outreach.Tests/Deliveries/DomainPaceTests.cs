using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a process remembers of recipient domains, of which the world has very many.</summary>
public sealed class DomainPaceTests
{
    private const string Reason = "451 4.7.1 come back later";

    private static readonly OpenRoute Relay = new();
    private static readonly OpenRoute Other = new() { Name = "toinen" };

    [Fact]
    public async Task Domains_that_refused_a_message_or_two_are_forgotten_when_they_are_very_many()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        domains.Refused(Relay, "few.example", Reason, 0.5).ShouldBeNull();
        domains.Refused(Relay, "few.example", Reason, 0.5).ShouldBeNull();

        RefuseEverywhere(domains, "a");

        domains.Refused(Relay, "few.example", Reason, 0.5).ShouldBeNull("It would be the third, if anybody remembered.");
    }

    [Fact]
    public async Task Trouble_long_past_is_forgotten_and_a_fresh_one_is_not()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        for (var refused = 0; refused < 3; refused++)
            domains.Refused(Relay, "throttles.example", Reason, 0.5);
        var trouble = domains.Troubles.ShouldHaveSingleItem();

        outreach.Clock.Advance(trouble.Until + DomainRest.Memory - outreach.Now - TimeSpan.FromSeconds(1));
        RefuseEverywhere(domains, "a");
        domains.Troubles.ShouldHaveSingleItem().ShouldBe(trouble);

        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        RefuseEverywhere(domains, "b");
        domains.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_names_no_domain_whose_trouble_is_long_past_however_few_are_known()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        for (var refused = 0; refused < 3; refused++)
            domains.Refused(Relay, "throttles.example", Reason, 0.5);
        var trouble = domains.Troubles.ShouldHaveSingleItem();

        outreach.Clock.Advance(trouble.Until + DomainRest.Memory - outreach.Now);

        domains.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Domain_in_no_trouble_is_free_whatever_it_refused_before()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();

        domains.Refused(Relay, "greylists.example", Reason, 0.5);
        domains.IsFree(Relay, "greylists.example").ShouldBeTrue("One is its recipient's matter.");

        var trouble = Throttle(domains, Relay);
        domains.IsFree(Relay, "kunta.example").ShouldBeFalse();
        outreach.Clock.Advance(trouble.Until + DomainRest.Memory - outreach.Now);
        domains.IsFree(Relay, "kunta.example").ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task New_process_goes_on_with_a_domains_places_and_takes_a_relays_rest_for_none(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, settings =>
        {
            settings.Domains["rajattu.example"] = new() { PerMinute = 1 };
            settings.Domains["kunta.example"] = new() { PerMinute = 1 };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        await outreach.Services.SubscribeManyAsync(1, "rajattu.example");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        var (resting, placed) = (claimed.Single(delivery => delivery.Domain == "kunta.example"), claimed.Single(delivery => delivery.Domain == "rajattu.example"));
        var midnight = outreach.Now + TimeSpan.FromHours(14);
        var before = outreach.Services.GetRequiredService<DomainPace>();
        while (before.Place(placed, [Relay]).Place.Wait is null)
            before.Place(placed, [Relay]);
        var wait = before.Place(placed, [Relay]).Place.Wait.ShouldNotBeNull();
        await outreach.WriteAsync(
            JudgeHandOver.PutOff(resting, new RouteTrouble("rele", "kunta.example had 20 messages today, says the relay", 0, midnight)), JudgeHandOver.PutOff(placed, wait));

        var after = ActivatorUtilities.CreateInstance<DomainPace>(outreach.Services);
        await after.ResumeAsync(TestContext.Current.CancellationToken);

        after.Place(resting, [Relay]).Place.Wait.ShouldBeNull("Nobody has a place in its plan.");
        after.Place(placed, [Relay]).Place.Wait.ShouldNotBeNull().Until.ShouldBeInRange(wait.Until, wait.Until + TimeSpan.FromMinutes(5));
        (await outreach.Services.DeliveriesAsync(mailing)).Select(row => (row.Domain, row.PlacedAt))
            .ShouldBe([("kunta.example", null), ("rajattu.example", outreach.Now)], ignoreOrder: true);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Place_is_none_any_more_once_something_else_is_waited_for(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed.Single(), new DomainWait(outreach.Now, "It has its place.") { IsPlace = true }));
        (await outreach.Services.DeliveriesAsync(mailing)).Single().PlacedAt.ShouldBe(outreach.Now);

        var again = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(again), outreach.Deferred(again));

        (await outreach.Services.DeliveriesAsync(mailing)).Single().PlacedAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_domain_asked_of_one_relay_slows_no_other()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var delivery = (await outreach.ClaimAllAsync(1)).Claimed.Single();
        domains.Place(delivery, [Relay, Other]).ShouldBe(new PlacedDelivery(delivery, default));

        var trouble = Throttle(domains, Relay);

        domains.Troubles.ShouldHaveSingleItem().ShouldBe(trouble);
        (trouble.Route, trouble.Domain).ShouldBe(("rele", "kunta.example"));
        var wait = domains.Place(delivery, [Relay]).Place.Wait.ShouldNotBeNull();
        wait.Until.ShouldBeGreaterThanOrEqualTo(trouble.Until);
        wait.IsPlace.ShouldBeFalse("It is in no plan of the domain's limit.");
        domains.Enter(delivery, Relay).ShouldNotBeNull().Reason.ShouldBe($"kunta.example asked relay rele for patience: {Reason}");
        domains.IsFree(Relay, "kunta.example").ShouldBeFalse();
        domains.Place(delivery, [Other]).ShouldBe(new PlacedDelivery(delivery, default), "Another sender's relay.");
        domains.Enter(delivery, Other).ShouldBeNull();
        domains.IsFree(Other, "kunta.example").ShouldBeTrue();
    }

    [Fact]
    public async Task Of_a_senders_relays_the_one_that_was_asked_for_nothing_carries_a_domains_mail_and_the_slow_one_gets_its_turns()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var delivery = (await outreach.ClaimAllAsync(1)).Claimed.Single();
        var trouble = Throttle(domains, Relay);

        var resting = domains.Place(delivery, [Relay, Other]);
        (resting.Place.Wait, resting.Place.Only, resting.Delivery.TurnAt).ShouldBe((null, Other, null));
        domains.Elsewhere(delivery, Relay, () => [Relay, Other]).Only.ShouldBe(Other, "One that was in the queue already.");
        domains.Elsewhere(delivery, Other, () => [Relay, Other]).Only.ShouldBeNull("It goes where it is.");
        domains.Elsewhere(delivery with { NotBy = ["toinen"] }, Relay, () => [Relay, Other]).Only.ShouldBeNull("The other cannot carry it.");

        outreach.Clock.Advance(trouble.Until - outreach.Now);
        var turn = domains.Place(delivery, [Relay, Other]);
        (turn.Place.Only, turn.Delivery.TurnAt).ShouldBe((Relay, "rele"));
        domains.Enter(turn.Delivery, Relay).ShouldBeNull();
        domains.Enter(delivery, Relay).ShouldNotBeNull("One has no turn, and the slow pace has no other.");
        var next = domains.Place(delivery, [Relay, Other]);
        (next.Place.Only, next.Delivery.TurnAt).ShouldBe((Other, null));

        Throttle(domains, Other);
        domains.Place(delivery, [Relay, Other]).Place.Wait.ShouldNotBeNull("Neither takes it now.").Until.ShouldBeLessThan(outreach.Now + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Whoever_waits_for_a_message_does_not_wait_until_a_relay_with_enough_to_do_has_rested()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var delivery = (await outreach.ClaimAllAsync(1)).Claimed.Single();
        var trouble = Throttle(domains, Relay);

        domains.Later(domains.Place(delivery, [Relay, Other])).ShouldNotBeNull().Until.ShouldBeGreaterThanOrEqualTo(trouble.Until);
        domains.Later(domains.Place(delivery with { Lane = Lane.Transactional }, [Relay, Other])).ShouldNotBeNull().Until.ShouldBe(outreach.Now + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Configured_limit_of_a_domain_holds_over_all_relays()
    {
        await using var outreach = await StillOutreach.CreateAsync(
            StorageEngine.Sqlite, settings => settings.Domains["kunta.example"] = new() { Connections = 1, PerMinute = 1 });
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var delivery = (await outreach.ClaimAllAsync(1)).Claimed.Single();

        domains.Place(delivery, [Relay]).Place.Wait.ShouldBeNull();
        domains.Place(delivery, [Other]).Place.Wait.ShouldNotBeNull();
        domains.Enter(delivery, Relay).ShouldBeNull();
        domains.Enter(delivery, Other).ShouldNotBeNull();
    }

    private static DomainTrouble Throttle(DomainPace domains, OpenRoute relay)
    {
        domains.Refused(relay, "kunta.example", Reason, 0.5);
        domains.Refused(relay, "kunta.example", Reason, 0.5);
        return domains.Refused(relay, "kunta.example", Reason, 0.5).ShouldNotBeNull();
    }

    private static void RefuseEverywhere(DomainPace domains, string name)
    {
        for (var number = 0; number < DomainPace.Most; number++)
            domains.Refused(Relay, $"{name}{number}.example", Reason, 0.5);
    }
}
