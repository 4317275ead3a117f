using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a connection that was not let in says about its relay, while another is inside.</summary>
public sealed class HearAnswerTests
{
    [Fact]
    public async Task Relay_that_says_nothing_to_a_new_connection_is_in_trouble_although_another_is_inside()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (hear, delivery) = await OutsideAsync(outreach);

        var outcome = hear.NotOpened(delivery, Closed(SmtpReply.Silent("posti:587 did not answer within 30 s.")));

        (outcome?.State, outcome?.Reply).ShouldBe((DeliveryState.Deferred, "posti:587 did not answer within 30 s."));
        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldHaveSingleItem().Reason.ShouldBe("posti:587 did not answer within 30 s.");
    }

    [Fact]
    public async Task Relay_that_turns_a_new_connection_away_while_another_is_inside_is_full()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (hear, delivery) = await OutsideAsync(outreach);

        hear.NotOpened(delivery, Closed(new SmtpReply(421, "4.7.0", "too many connections"))).ShouldBeNull();

        outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_whose_domain_asks_a_relay_for_patience_keeps_its_own_time_because_another_may_carry_it()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (hear, delivery) = await OutsideAsync(outreach);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var refused = new HandOver.Deferred(new SmtpReply(451, "4.7.28", "slow down"), DeferralScope.Domain);
        while (domains.Troubles.FirstOrDefault() is not { Times: 4 })
        {
            if (domains.Troubles.FirstOrDefault() is { } earlier)
                outreach.Clock.Advance(earlier.Until - outreach.Now);
            hear.Execute(delivery, refused);
        }

        var outcome = hear.Execute(delivery, refused);

        outcome.RetryAt.ShouldNotBeNull().ShouldBeLessThan(domains.Troubles.Single().Until);
    }

    private static HandOver.Deferred Closed(SmtpReply reply) => new(reply, DeferralScope.Relay);

    private static async Task<(HearAnswer Hear, ClaimedDelivery Delivery)> OutsideAsync(StillOutreach outreach)
    {
        var (_, claimed) = await outreach.ClaimAllAsync(1);
        outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();
        var route = new OpenRoute();
        IReadOnlyList<IMailRoute> routes = [route];
        sender = sender with { Routes = routes };
        var share = ActivatorUtilities.CreateInstance<RouteShare>(outreach.Services, routes);
        var next = ActivatorUtilities.CreateInstance<NextDelivery>(outreach.Services, sender, route, new ClaimedQueue(routes), Lane.Bulk, share);
        outreach.Services.GetRequiredService<RouteRoom>().Entered(route.Name, new object());
        return (ActivatorUtilities.CreateInstance<HearAnswer>(outreach.Services, route, next), claimed.Single());
    }
}
