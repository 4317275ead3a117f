using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a process remembers of recipient domains, of which the world has very many.</summary>
public sealed class DomainPaceTests
{
    private const string Reason = "451 4.7.1 come back later";

    [Fact]
    public async Task Domains_that_refused_a_message_or_two_are_forgotten_when_they_are_very_many()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        domains.Refused("few.example", Reason, 0.5).ShouldBeNull();
        domains.Refused("few.example", Reason, 0.5).ShouldBeNull();

        RefuseEverywhere(domains, "a");

        domains.Refused("few.example", Reason, 0.5).ShouldBeNull("It would be the third, if anybody remembered.");
    }

    [Fact]
    public async Task Trouble_long_past_is_forgotten_and_a_fresh_one_is_not()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        for (var refused = 0; refused < 3; refused++)
            domains.Refused("throttles.example", Reason, 0.5);
        var trouble = domains.Troubles.ShouldHaveSingleItem();

        outreach.Clock.Advance(trouble.Until + DomainTraffic.Memory - outreach.Now - TimeSpan.FromSeconds(1));
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
            domains.Refused("throttles.example", Reason, 0.5);
        var trouble = domains.Troubles.ShouldHaveSingleItem();

        outreach.Clock.Advance(trouble.Until + DomainTraffic.Memory - outreach.Now);

        domains.Troubles.ShouldBeEmpty();
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
        while (before.Place(placed) is null)
            before.Place(placed);
        var wait = before.Place(placed).ShouldNotBeNull();
        await outreach.WriteAsync(
            JudgeHandOver.PutOff(resting, new RouteTrouble("rele", "Warming up: 20 messages have gone today", 0, midnight)), JudgeHandOver.PutOff(placed, wait));

        var after = ActivatorUtilities.CreateInstance<DomainPace>(outreach.Services);
        await after.ResumeAsync(TestContext.Current.CancellationToken);

        after.Place(resting).ShouldBeNull("Nobody has a place in its plan.");
        after.Place(placed).ShouldNotBeNull().Until.ShouldBeInRange(wait.Until, wait.Until + TimeSpan.FromMinutes(5));
    }

    private static void RefuseEverywhere(DomainPace domains, string name)
    {
        for (var number = 0; number < DomainPace.Most; number++)
            domains.Refused($"{name}{number}.example", Reason, 0.5);
    }
}
