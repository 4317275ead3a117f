using System.Diagnostics;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What becomes of places in the plan of a domain's limit whose messages cannot go.</summary>
public sealed class UnusedPlacesTests
{
    private const string Domain = "rajattu.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_does_not_wait_behind_the_places_of_one_that_was_paused(StorageEngine engine)
    {
        // Two and a half minutes of places.
        const int Readers = 600;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Domains[Domain] = new() { PerMinute = 240 };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(Readers, Domain);
        var started = Stopwatch.GetTimestamp();
        var paused = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(paused), counts => counts is { Candidates: Readers, Waiting: 0 });
        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(paused, Token))).ShouldBeTrue();

        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Accepted >= 12);

        (await outreach.Services.DeliveriesAsync(paused)).Where(row => row.State == DeliveryState.Deferred)
            .ShouldContain(row => row.NextAttemptAt > TimeProvider.System.GetUtcNow(), "Its places are still to come, and nobody waited for them.");
        ((double)relay.Taken.Count).ShouldBeLessThanOrEqualTo((Stopwatch.GetElapsedTime(started).TotalSeconds * 4) + 21, "The limit holds.");
        foreach (var one in new[] { paused, mailing })
            await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(one, Token));
        var accepted = (await outreach.Services.WaitUntilClosedAsync(paused)).Counts.Accepted + (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted;
        relay.Taken.Count.ShouldBe((int)accepted, "Nobody got it twice.");
        ((double)relay.Taken.Count).ShouldBeLessThanOrEqualTo((Stopwatch.GetElapsedTime(started).TotalSeconds * 4) + 21, "The limit holds to the end.");
    }

    [Fact]
    public async Task Messages_whose_relay_is_dead_hold_up_none_of_another_sender()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(port: 1);
            settings.Relays["toinen"] = new() { Host = "127.0.0.1", Port = relay.Port, Security = RelaySecurity.None };
            settings.Senders["naapuri"] = new SenderOptions { Name = "Naapuri", Address = "naapuri@digione.example", Relays = ["toinen"] };
            settings.Domains[Domain] = new() { PerMinute = 60 };
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(200, Domain);
        var stuck = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(stuck), counts => counts.Limited + counts.Deferred == 200);

        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow(), Team.Issue(["fi"]) with { Sender = "naapuri" });

        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Accepted >= 8);
    }

    [Fact]
    public async Task Messages_that_no_relay_carries_now_get_no_places()
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Domains[Domain] = new() { PerMinute = 60 };
        });
        outreach.Services.GetRequiredService<RouteHealth>().Rest("rele", "It has carried what it may today.", TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(50, Domain);

        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts.Deferred == 50);

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.PlacedAt == null && row.LastReply == "It has carried what it may today.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_claimed_before_its_place_keeps_it_when_the_limit_lets_it_not_go(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, settings => settings.Domains[Domain] = new() { PerMinute = 1 });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(4, Domain);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var domains = outreach.Services.GetRequiredService<DomainPace>();
        OpenRoute[] carriers = [new OpenRoute()];
        List<DateTimeOffset> places = [];
        foreach (var delivery in await outreach.ClaimAsync(mailing))
            if (domains.Place(delivery, carriers).Place.Wait is { } wait)
            {
                places.Add(wait.Until);
                (await outreach.WriteAsync(JudgeHandOver.PutOff(delivery, wait))).ShouldBeTrue();
            }

        places.Count.ShouldBe(3);
        domains.Unused(Lane.Bulk, carriers).ShouldBeEmpty("The first has gone, and the next place is not there yet.");
        var unused = new UnusedPlaces(domains, outreach.Services.GetRequiredService<ClaimDeliveries>(), outreach.Clock);
        outreach.Clock.Advance(places[0] + TimeSpan.FromSeconds(0.9) - outreach.Now);
        domains.Unused(Lane.Bulk, carriers).ShouldBeEmpty("Whoever has the place may come for it yet.");
        outreach.Clock.Advance(TimeSpan.FromSeconds(0.1));

        // Another process holds the one whose place has come, and does not let it go; nor the first, whose claim has ended.
        (await outreach.ClaimAsync(mailing)).Count.ShouldBe(2);
        var claimed = (await ClaimAsync(unused, mailing, carriers)).ShouldHaveSingleItem();
        claimed.AheadOf.ShouldBe(places[1]);
        domains.Place(claimed, carriers).Place.Wait.ShouldBeNull();
        domains.Place(claimed, carriers).Place.Wait.ShouldNotBeNull("The minute's one has gone.").Until.ShouldBe(places[1]);
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await ClaimAsync(unused, mailing, carriers)).ShouldBeEmpty();

        async Task<List<ClaimedDelivery>> ClaimAsync(UnusedPlaces places, MailingId id, OpenRoute[] routes) =>
            await places.ClaimAsync([Sending(id, outreach)], Lane.Bulk, routes, 50, Token).SelectMany(ahead => ahead).ToListAsync(Token);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whose_place_has_come_goes_before_those_with_later_ones(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, settings => settings.Domains[Domain] = new() { PerMinute = 1 });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3, Domain);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        var place = outreach.Now + TimeSpan.FromMinutes(1);
        foreach (var delivery in claimed)
            await outreach.WriteAsync(JudgeHandOver.PutOff(delivery, new DomainWait(place += TimeSpan.FromMinutes(1), "It has its place.") { IsPlace = true }));
        outreach.Clock.Advance(TimeSpan.FromMinutes(2));

        var ahead = await outreach.Services.GetRequiredService<ClaimDeliveries>().AheadAsync(Sending(mailing, outreach), Domain, 2, Token);

        ahead.Select(delivery => (delivery.Id, delivery.AheadOf))
            .ShouldBe([(claimed[0].Id, (DateTimeOffset?)null), (claimed[1].Id, outreach.Now + TimeSpan.FromMinutes(1))], ignoreOrder: true);
    }

    [Fact]
    public async Task New_process_does_not_go_on_with_the_places_of_a_paused_mailing()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite, settings => settings.Domains["kunta.example"] = new() { PerMinute = 1 });
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await outreach.WriteAsync(JudgeHandOver.PutOff(claimed.Single(), new DomainWait(outreach.Now + TimeSpan.FromHours(1), "It has its place.") { IsPlace = true }));
        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue();

        var after = ActivatorUtilities.CreateInstance<DomainPace>(outreach.Services);
        await after.ResumeAsync(Token);

        after.Place(claimed.Single(), [new OpenRoute()]).Place.Wait.ShouldBeNull();
    }

    private static SendingMailing Sending(MailingId id, StillOutreach outreach) => new(id, DoubtPolicy.Hold, outreach.Now, false);
}
