using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What one connection takes next, and what it takes from its route's day for it.</summary>
public sealed class NextDeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Delivery_that_was_not_sent_after_all_gives_its_turn_back_once(StorageEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, daily: 2);

        (await desk.FinishAsync(wasSent: false)).ShouldBeTrue();
        (await desk.FinishAsync(wasSent: true)).ShouldBeTrue();
        (await desk.FinishAsync(wasSent: false)).ShouldBeTrue();
        (await desk.FinishAsync(wasSent: true)).ShouldBeTrue();

        (await desk.FinishAsync(wasSent: true)).ShouldBeFalse();
        desk.Health.Resting("rele").ShouldNotBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_put_off_while_no_route_works_takes_nothing_from_the_day_and_gives_nothing_back(StorageEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, daily: 2);
        (await desk.FinishAsync(wasSent: true)).ShouldBeTrue();
        var trouble = desk.Health.Failed("rele", "421 4.3.2 closed", 0.5);

        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldBeNull();
        var rows = await desk.Outreach.Services.AllAsync<Delivery>();
        rows.Where(row => row.State == DeliveryState.Deferred).ShouldHaveSingleItem().NextAttemptAt.ShouldBe(trouble.Until);

        desk.Outreach.Clock.Advance(trouble.Until - desk.Outreach.Now);
        (await desk.FinishAsync(wasSent: true)).ShouldBeTrue();
        (await desk.FinishAsync(wasSent: true)).ShouldBeFalse("Two went.");
    }

    [Fact]
    public async Task What_a_route_cannot_take_is_another_routes_and_put_off_only_where_there_is_none()
    {
        await using var desk = await Desk.OpenAsync(StorageEngine.Sqlite, daily: 2, others: "vanha");
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
        await using var desk = await Desk.OpenAsync(engine, daily: 1);
        (await desk.FinishAsync(wasSent: true)).ShouldBeTrue();
        (await desk.FinishAsync(wasSent: true)).ShouldBeFalse();
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

    /// <summary>A connection's place, with ten claimed deliveries of which nine wait in the queue.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private Desk(StillOutreach outreach, IReadOnlyList<ClaimedDelivery> claimed)
        {
            (Outreach, Claimed) = (outreach, claimed);
            outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();
            Queue = new ClaimedQueue(sender!.Routes);
            Health = outreach.Services.GetRequiredService<RouteHealth>();
            Next = ActivatorUtilities.CreateInstance<NextDelivery>(
                outreach.Services, sender, sender.Routes[0], Queue, Lane.Bulk, ActivatorUtilities.CreateInstance<RouteShare>(outreach.Services, sender.Routes));
        }

        internal StillOutreach Outreach { get; }

        internal IReadOnlyList<ClaimedDelivery> Claimed { get; }

        internal ClaimedQueue Queue { get; }

        internal RouteHealth Health { get; }

        internal NextDelivery Next { get; }

        internal static async Task<Desk> OpenAsync(StorageEngine engine, int daily, params string[] others)
        {
            var outreach = await StillOutreach.CreateAsync(engine, settings =>
            {
                settings.SendThrough(2525);
                settings.Relays["rele"].WarmUp = new() { From = new(2027, 3, 1), Daily = [daily] };
                foreach (var other in others)
                    settings.Relays[other] = new() { Host = "127.0.0.1", Port = 2526, Security = RelaySecurity.None };
                settings.Senders["digione"].Relays = ["rele", .. others];
            });
            await outreach.Services.MakeListAsync();
            await outreach.Services.SubscribeManyAsync(10);
            var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
            await outreach.StartMailingAsync(mailing);
            var desk = new Desk(outreach, await outreach.ClaimAsync(mailing));
            // What is put off is written.
            await outreach.OpenLedgerAsync();
            foreach (var delivery in desk.Claimed.SkipLast(1))
                await desk.Queue.PutAsync(Lane.Bulk, delivery, Token);
            return desk;
        }

        /// <summary>Takes the next delivery and is done with it; false where there is none to be taken.</summary>
        internal async Task<bool> FinishAsync(bool wasSent)
        {
            if (await Next.TakeAsync(mayWait: false, Token) is not { } delivery)
                return false;
            Next.Done(delivery, TimeSpan.Zero, wasSent);
            return true;
        }

        public ValueTask DisposeAsync() => Outreach.DisposeAsync();
    }
}
