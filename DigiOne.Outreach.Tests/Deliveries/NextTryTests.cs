using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>When a delivery can go at the earliest, where its domain asked relays for patience.</summary>
public sealed class NextTryTests
{
    private const string Reason = "451 4.7.1 come back later";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rest_at_another_senders_relay_holds_nothing_up()
    {
        await using var outreach = await StartAsync("rele");
        var delivery = await DeliveryAsync(outreach);

        Refuse(outreach, "toinen", delivery);

        Next(outreach, delivery).ShouldBeNull();
    }

    [Fact]
    public async Task Domain_is_waited_for_where_all_relays_of_the_sender_rest_and_until_the_first_rest_ends()
    {
        await using var outreach = await StartAsync("rele", "toinen");
        var delivery = await DeliveryAsync(outreach);

        var first = Refuse(outreach, "toinen", delivery);
        Next(outreach, delivery).ShouldBeNull("The other relay carries it.");

        outreach.Clock.Advance(TimeSpan.FromSeconds(5));
        Refuse(outreach, "rele", delivery).ShouldBeGreaterThan(first);
        Next(outreach, delivery).ShouldBe(first);
    }

    [Fact]
    public async Task Relay_that_is_left_alone_may_be_back_before_the_others_rest_is_over()
    {
        await using var outreach = await StartAsync("rele", "toinen");
        var delivery = await DeliveryAsync(outreach);
        var rest = Refuse(outreach, "toinen", delivery);

        var pause = outreach.Services.GetRequiredService<RouteHealth>().Failed("rele", "421 4.3.2 closing", 0.5).Until;

        pause.ShouldBeLessThan(rest);
        Next(outreach, delivery).ShouldBe(pause);
    }

    [Fact]
    public async Task Relay_that_stands_by_is_no_way_out_of_a_rest()
    {
        await using var outreach = await StartAsync("rele", "vara");
        var delivery = await DeliveryAsync(outreach);

        var rest = Refuse(outreach, "rele", delivery);

        Next(outreach, delivery).ShouldBe(rest);
    }

    private static Task<StillOutreach> StartAsync(params string[] relays) => StillOutreach.CreateAsync(StorageEngine.Sqlite, settings =>
    {
        settings.SendThrough(2525);
        settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = 2526 };
        settings.Relays["vara"] = new() { Host = "127.0.0.1", Port = 2527, Weight = 0 };
        settings.Senders["digione"].Relays = relays;
        settings.Senders["naapuri"] = new() { Name = "Naapuri", Address = "posti@naapuri.example", Relays = ["toinen"] };
    });

    private static async Task<DeliveryDetails> DeliveryAsync(StillOutreach outreach)
    {
        var (mailing, _) = await outreach.ClaimAllAsync(1);
        await using var db = outreach.OpenDatabase();
        var id = (await db.Set<Delivery>().SingleAsync(delivery => delivery.MailingId == mailing, Token)).Id;
        return (await outreach.Services.UseAsync<FindDelivery, DeliveryDetails?>(find => find.ExecuteAsync(id, Token)))!;
    }

    private static DateTimeOffset Refuse(StillOutreach outreach, string relay, DeliveryDetails delivery)
    {
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        var route = new OpenRoute { Name = relay };
        DomainTrouble? trouble = null;
        for (var refused = 0; refused < 3; refused++)
            trouble = domains.Refused(route, delivery.Delivery.Domain, Reason, 0.5);
        return trouble!.Until;
    }

    private static DateTimeOffset? Next(StillOutreach outreach, DeliveryDetails delivery) =>
        outreach.Services.GetRequiredService<NextTry>().Of(delivery.Delivery, delivery.Mailing);
}
