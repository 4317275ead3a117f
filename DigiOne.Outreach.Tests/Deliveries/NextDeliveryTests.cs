using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What one connection takes next, and what it takes from its route's day for it.</summary>
public sealed class NextDeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Delivery_that_was_not_sent_after_all_gives_its_turn_back_once(StorageEngine engine)
    {
        await using var desk = await OpenAsync(engine, daily: 2);

        (await FinishAsync(desk, wasSent: false)).ShouldBeTrue();
        (await FinishAsync(desk, wasSent: true)).ShouldBeTrue();
        (await FinishAsync(desk, wasSent: false)).ShouldBeTrue();
        (await FinishAsync(desk, wasSent: true)).ShouldBeTrue();

        (await FinishAsync(desk, wasSent: true)).ShouldBeFalse();
        desk.Health.Resting("rele").ShouldNotBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_put_off_while_no_route_works_takes_nothing_from_the_day_and_gives_nothing_back(StorageEngine engine)
    {
        await using var desk = await OpenAsync(engine, daily: 2);
        (await FinishAsync(desk, wasSent: true)).ShouldBeTrue();
        var trouble = desk.Health.Failed("rele", "421 4.3.2 closed", 0.5);

        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldBeNull();
        var rows = await desk.Outreach.Services.AllAsync<Delivery>();
        rows.Where(row => row.State == DeliveryState.Deferred).ShouldHaveSingleItem().NextAttemptAt.ShouldBe(trouble.Until);

        desk.Outreach.Clock.Advance(trouble.Until - desk.Outreach.Now);
        (await FinishAsync(desk, wasSent: true)).ShouldBeTrue();
        (await FinishAsync(desk, wasSent: true)).ShouldBeFalse("Two went.");
    }

    [Fact]
    public async Task What_a_route_cannot_take_is_another_routes_and_put_off_only_where_there_is_none()
    {
        await using var desk = await OpenAsync(StorageEngine.Sqlite, daily: 2, others: "vanha");
        var bulk = desk.Claimed[0];
        var urgent = bulk with { Lane = Lane.Transactional };
        var now = desk.Outreach.Now;

        desk.Health.Rest("rele", "Enough for today", now + TimeSpan.FromHours(9));
        desk.Next.PassOn(bulk).ShouldBeOfType<LedgerEntry.Release>("The other relay is free.");

        var trouble = desk.Health.Failed("vanha", "421 4.3.2 closed", 0.5);
        desk.Next.PassOn(bulk).ShouldBeOfType<LedgerEntry.Outcome>().RetryAt.ShouldBe(trouble.Until, "Not at midnight.");
        desk.Next.PassOn(urgent).ShouldBeOfType<LedgerEntry.Release>("Rest is no reason to wait for it.");

        desk.Health.Failed("rele", "421 4.3.2 closed", 0.99);
        desk.Next.PassOn(urgent).ShouldBeOfType<LedgerEntry.Outcome>().RetryAt.ShouldBe(trouble.Until);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Resting_route_puts_bulk_mail_off_and_takes_what_somebody_waits_for(StorageEngine engine)
    {
        await using var desk = await OpenAsync(engine, daily: 1);
        (await FinishAsync(desk, wasSent: true)).ShouldBeTrue();
        (await FinishAsync(desk, wasSent: true)).ShouldBeFalse();
        var urgent = desk.Claimed[^1] with { Lane = Lane.Transactional };
        await desk.Queue.PutAsync(Lane.Transactional, urgent, Token);

        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldBe(urgent);
        desk.Next.Done(urgent, TimeSpan.Zero, wasSent: true);
        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldBeNull();

        (await desk.Outreach.Services.AllAsync<RelayDay>()).ShouldHaveSingleItem().Messages.ShouldBe(2);
        var rest = desk.Health.Resting("rele")!;
        (await desk.Outreach.Services.AllAsync<Delivery>()).Where(row => row.State == DeliveryState.Deferred)
            .ShouldHaveSingleItem().NextAttemptAt.ShouldBe(rest.Until);
    }

    private static Task<Desk> OpenAsync(StorageEngine engine, int daily, params string[] others) => Desk.OpenAsync(engine, readers: 10, queued: 9, settings =>
    {
        settings.Relays["rele"].WarmUp = new() { From = new(2027, 3, 1), Daily = [daily] };
        foreach (var other in others)
            settings.Relays[other] = new() { Host = "127.0.0.1", Port = 2526, Security = RelaySecurity.None };
        settings.Senders["digione"].Relays = ["rele", .. others];
    });

    /// <summary>Takes the next delivery and is done with it; false where there is none to be taken.</summary>
    private static async Task<bool> FinishAsync(Desk desk, bool wasSent)
    {
        if (await desk.Next.TakeAsync(mayWait: false, Token) is not { } delivery)
            return false;
        desk.Next.Done(delivery, TimeSpan.Zero, wasSent);
        return true;
    }
}
