using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a connection takes while a message is under way, and what becomes of it.</summary>
public sealed class TakenAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Each_delivery_is_announced_behind_the_one_before_it_and_its_intent_comes_after_that_ones_answer(StorageEngine engine)
    {
        const int Readers = 10;
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(Readers);
        await using var server = new ScriptedSmtpServer();
        List<int> underWay = [];
        server.Decide(SmtpStep.Body, _ => Look());
        // Unless the next one is announced before its end is answered, a message gets no answer in time.
        server.Decide(SmtpStep.Dot, _ => Look() ?? (server.Taken.Count < Readers ? SmtpAction.ReplyAfterNext("250 2.0.0 queued") : null));

        await outreach.SendAsync(claimed, new SmtpRelay("rele", ScriptedRelay.OptionsFor(server), TimeProvider.System, NullLoggerFactory.Instance));

        server.Taken.Select(mail => mail.To.Single()).ShouldBe(claimed.Select(delivery => delivery.Address));
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(Readers);
        underWay.ShouldAllBe(count => count == 1, "The message whose body comes, and no other.");
        server.Connections.ShouldBe(1);

        SmtpAction? Look()
        {
            using var db = outreach.OpenDatabase();
            underWay.Add(db.Set<Delivery>().Count(row => row.State == DeliveryState.Sending));
            return null;
        }
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_that_is_lost_with_a_message_has_not_tried_the_one_behind_it(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(3);
        var route = new OpenRoute { Answer = _ => new HandOver.InDoubt("The connection was lost.") };

        await outreach.SendAsync(claimed, route);

        route.Following.ShouldBe([(claimed[0].Address, claimed[1].Address)]);
        route.Taken.ShouldBe([claimed[0].Address]);
        var others = (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.Id != claimed[0].Id).ToList();
        (others.Count, others.All(row => row is { Attempts: 0, LeaseUntil: null, IntentAt: null })).ShouldBe((2, true));
        (await outreach.Services.CountAsync(mailing)).InDoubt.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Delivery_behind_a_message_that_was_under_way_at_a_stop_is_given_back(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(3);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var route = new OpenRoute { Answer = _ => { stop.Cancel(); return null; } };

        await outreach.SendAsync(claimed, route, stop.Token);

        route.Taken.ShouldBe([claimed[0].Address]);
        route.Following.ShouldBe([(claimed[0].Address, claimed[1].Address)]);
        route.Withdrawals.ShouldBeGreaterThan(0);
        var rows = (await outreach.Services.DeliveriesAsync(mailing)).ToDictionary(row => row.Id);
        (rows[claimed[0].Id].State, rows[claimed[1].Id].State).ShouldBe((DeliveryState.Accepted, DeliveryState.Waiting));
        (rows[claimed[1].Id].LeaseUntil, rows[claimed[1].Id].Attempts).ShouldBe((null, 0));
        rows[claimed[2].Id].LeaseUntil.ShouldNotBeNull("It never left the queue.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Pause_reaches_the_delivery_that_is_announced_already(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(4);
        var route = new OpenRoute
        {
            Answer = _ =>
            {
                outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token)).GetAwaiter().GetResult().ShouldBeTrue();
                return null;
            },
        };

        await outreach.SendAsync(claimed, route);

        route.Taken.ShouldBe([claimed[0].Address]);
        route.Following.ShouldHaveSingleItem();
        route.Withdrawals.ShouldBeGreaterThan(0);
        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.LeaseUntil == null);
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Message_that_somebody_waits_for_is_taken_by_no_connection_that_is_busy_and_nothing_is_taken_before_it()
    {
        await using var desk = await OpenAsync();
        await desk.Queue.PutAsync(Lane.Transactional, desk.Claimed[0] with { Lane = Lane.Transactional }, Token);

        desk.Next.TakeAhead().ShouldBeNull();

        desk.Queue.Count(Lane.Transactional).ShouldBe(1);
        (await desk.Next.TakeAsync(mayWait: false, Token))!.Lane.ShouldBe(Lane.Transactional);
    }

    [Fact]
    public async Task What_was_taken_ahead_has_the_next_turn_before_what_comes_later()
    {
        await using var desk = await OpenAsync();
        var ahead = desk.Next.TakeAhead().ShouldNotBeNull();
        await desk.Queue.PutAsync(Lane.Transactional, desk.Claimed[0] with { Lane = Lane.Transactional }, Token);

        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldBeSameAs(ahead);
        desk.Next.TakeAhead().ShouldBeNull("One message and no more goes before that one.");
        (await desk.Next.TakeAsync(mayWait: false, Token))!.Lane.ShouldBe(Lane.Transactional);
    }

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(2, false)]
    public async Task Nothing_is_taken_ahead_at_a_relay_that_takes_its_time(double seconds, bool expected)
    {
        await using var desk = await OpenAsync();
        desk.Next.Done((await desk.Next.TakeAsync(mayWait: false, Token))!, TimeSpan.FromSeconds(seconds), wasSent: true);

        (desk.Next.TakeAhead() is not null).ShouldBe(expected);
    }

    [Fact]
    public async Task Nothing_is_taken_ahead_where_a_rate_or_a_warm_up_counts_messages()
    {
        await using var paced = await OpenAsync(settings => settings.Relays["rele"].PerMinute = 60_000);
        paced.Next.TakeAhead().ShouldBeNull();

        await using var warming = await OpenAsync(settings => settings.Relays["rele"].WarmUp = new() { From = new(2027, 3, 1), Daily = [2] });
        warming.Next.TakeAhead().ShouldBeNull();
    }

    [Fact]
    public async Task Delivery_to_a_domain_with_a_limit_waits_for_its_turn_unannounced()
    {
        await using var desk = await OpenAsync(settings => settings.Domains["kunta.example"] = new() { Connections = 1 });
        var now = (await desk.Next.TakeAsync(mayWait: false, Token))!;

        desk.Next.TakeAhead().ShouldBeNull();
        desk.Next.Done(now, TimeSpan.Zero, wasSent: true);

        (await desk.Next.TakeAsync(mayWait: false, Token)).ShouldNotBeNull("The other has left the domain, so it may go.").ShouldBe(desk.Claimed[1]);
    }

    [Fact]
    public async Task Route_in_trouble_takes_nothing_ahead_and_passes_on_what_it_had_taken()
    {
        await using var desk = await OpenAsync();
        var ahead = desk.Next.TakeAhead().ShouldNotBeNull();
        var trouble = desk.Health.Failed("rele", "421 4.3.2 closed", 0.5);

        desk.Next.TakeAhead().ShouldBeNull();
        await desk.Next.TakeAsync(mayWait: false, Token);

        var row = (await desk.Outreach.Services.AllAsync<Delivery>()).Single(row => row.Id == ahead.Id);
        (row.State, row.NextAttemptAt, row.Attempts).ShouldBe((DeliveryState.Deferred, trouble.Until, 0));
    }

    [Fact]
    public async Task What_waits_behind_a_message_without_an_answer_goes_back_to_the_others()
    {
        await using var desk = await OpenAsync();
        var ahead = desk.Next.TakeAhead().ShouldNotBeNull();
        desk.Outreach.Clock.Advance(TakenAhead.Patience - TimeSpan.FromMilliseconds(1));
        desk.Next.LetAheadGo();
        desk.Queue.Count(Lane.Bulk).ShouldBe(3, "An answer may come yet.");

        desk.Outreach.Clock.Advance(TimeSpan.FromMilliseconds(1));
        desk.Next.LetAheadGo();
        desk.Next.LetAheadGo();

        desk.Queue.Count(Lane.Bulk).ShouldBe(4, "It is there once.");
        List<ClaimedDelivery> taken = [];
        while (await desk.Next.TakeAsync(mayWait: false, Token) is { } delivery)
            taken.Add(delivery);
        taken.ShouldBe([.. desk.Claimed.Skip(1), ahead]);
    }

    [Fact]
    public async Task Message_behind_one_that_hangs_is_sent_by_another_connection_and_once()
    {
        const int Readers = 200;
        await using var relay = new ScriptedSmtpServer();
        var hangs = 1;
        var others = new TaskCompletionSource();
        // Behind the one that hangs another is announced already.
        relay.Decide(SmtpStep.Dot, _ => SmtpAction.WhereFollowed(
            () => Interlocked.Exchange(ref hangs, 0) == 1 ? SmtpAction.ReplyWhen(others.Task, "250 2.0.0 queued") : null));
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port, connections: 3);
            settings.Relays["rele"].FinalReplyTimeout = TimeSpan.FromMinutes(2);
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(Readers);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        await Eventually.BecomesAsync(() => outreach.Services.CountAsync(mailing), counts => counts is { Accepted: Readers - 1, Sending: 1 });

        hangs.ShouldBe(0, "One hangs that another was taken ahead behind.");
        others.SetResult();
        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.ClaimEpoch == 1, "Nobody waited for the end of a claim.");
        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(Readers);
        relay.Taken.Select(mail => mail.To.Single()).ShouldBeUnique();
    }

    [Fact]
    public async Task Claim_that_is_about_to_end_is_not_taken_ahead()
    {
        await using var desk = await OpenAsync();
        desk.Outreach.Clock.Advance(new Leases().Claim - TimeSpan.FromSeconds(1));

        desk.Next.TakeAhead().ShouldBeNull();
    }

    private static Task<Desk> OpenAsync(Action<Settings>? change = null) => Desk.OpenAsync(StorageEngine.Sqlite, readers: 4, queued: 4, change);
}
