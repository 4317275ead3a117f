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

    private static void RefuseEverywhere(DomainPace domains, string name)
    {
        for (var number = 0; number < DomainPace.Most; number++)
            domains.Refused($"{name}{number}.example", Reason, 0.5);
    }
}
