using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>How claimed mail gets into a queue that nobody takes from, where some of it goes by one relay only.</summary>
public sealed class QueueClaimedTests
{
    private const int LineLength = 32;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_with_enough_to_do_holds_the_others_up_for_a_moment_that_makes_no_batch_smaller()
    {
        await using var desk = await OpenAsync(readers: 60);
        var relay = new OpenRoute { Name = "toinen" };
        var rest = Resting("rele", desk);

        var queueing = ExecuteAsync(desk, [.. desk.Claimed.Take(50).Select(one => By(one, relay, rest)), .. desk.Claimed.Skip(50).Select(one => new PlacedDelivery(one, default))]);
        desk.Outreach.Clock.Advance(QueueClaimed.Moment);

        (await queueing.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(TimeSpan.Zero);
        desk.Queue.Count(Lane.Bulk).ShouldBe(10);
        desk.Queue.CountAll(Lane.Bulk).ShouldBe(10 + LineLength);
        (await PutOffAsync(desk)).ShouldBe(50 - LineLength);
    }

    [Fact]
    public async Task Full_line_of_one_relay_puts_nothing_off_that_goes_by_another()
    {
        await using var desk = await OpenAsync(readers: 50);
        var (one, other) = (new OpenRoute { Name = "rele" }, new OpenRoute { Name = "toinen" });

        var queueing = ExecuteAsync(desk, [.. desk.Claimed.Take(40).Select(by => By(by, one, Resting("toinen", desk))), .. desk.Claimed.Skip(40).Select(by => By(by, other, Resting("rele", desk)))]);
        desk.Outreach.Clock.Advance(QueueClaimed.Moment);
        await queueing.WaitAsync(TimeSpan.FromSeconds(30), Token);

        desk.Queue.CountAll(Lane.Bulk).ShouldBe(LineLength + 10);
        (await PutOffAsync(desk)).ShouldBe(40 - LineLength);
    }

    [Fact]
    public async Task No_more_waits_for_a_slow_relay_than_it_sends_while_the_leases_hold()
    {
        await using var desk = await OpenAsync(readers: 20, perMinute: 60);

        await ExecuteAsync(desk, [.. desk.Claimed.Select(one => By(one, new OpenRoute { Name = "toinen" }, Resting("rele", desk)))]);

        desk.Queue.CountAll(Lane.Bulk).ShouldBe((int)RelayPaces.QueueTime.TotalSeconds);
        (await PutOffAsync(desk)).ShouldBe(20 - (int)RelayPaces.QueueTime.TotalSeconds);
    }

    private static Task<Desk> OpenAsync(int readers, int? perMinute = null) => Desk.OpenAsync(StorageEngine.Sqlite, readers, queued: 0, settings =>
    {
        settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = 2526, Security = RelaySecurity.None, PerMinute = perMinute };
        settings.Senders["digione"].Relays = ["rele", "toinen"];
    });

    private static Task<TimeSpan> ExecuteAsync(Desk desk, IReadOnlyList<PlacedDelivery> batch) =>
        desk.Outreach.Services.GetRequiredService<QueueClaimed>().ExecuteAsync(desk.Queue, Lane.Bulk, batch, Token);

    private static DomainRest Resting(string route, Desk desk)
    {
        var rest = new DomainRest(route, "kunta.example");
        rest.Throttled("421 4.7.28 slow down", desk.Outreach.Now, 0.5);
        return rest;
    }

    private static PlacedDelivery By(ClaimedDelivery delivery, IMailRoute only, DomainRest other) => new(delivery, new(null, only) { Else = other });

    private static async Task<int> PutOffAsync(Desk desk) =>
        (await desk.Outreach.Services.AllAsync<Delivery>()).Count(row => row.State == DeliveryState.Deferred && row.NextAttemptAt > desk.Outreach.Now);
}
