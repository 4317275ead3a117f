using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class CallingOffTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Calling_off_a_large_mailing_leaves_the_rest_of_its_rows_to_the_closer(StorageEngine engine)
    {
        const int Readers = 600;
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(Readers);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        await using var db = outreach.OpenDatabase();
        var cancelled = 0;

        while (!await CancelMailing.CancelUnsentAsync(db, mailing, outreach.Clock, TimeSpan.Zero, Token))
        {
            var rows = await outreach.Services.DeliveriesAsync(mailing);
            rows.Count(row => row.State == DeliveryState.Cancelled).ShouldBeGreaterThan(cancelled, "Each call does a part.");
            cancelled = rows.Count(row => row.State == DeliveryState.Cancelled);
        }

        cancelled.ShouldBe(Readers);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Running_mailing_that_is_called_off_sends_nothing_a_second_later_and_its_certificate_adds_up(StorageEngine engine)
    {
        const int Readers = 800;
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(10), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 3));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 20);

        (await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token))).ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        var taken = relay.Taken.Count;
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);

        relay.Taken.Count.ShouldBe(taken);
        taken.ShouldBeLessThan(Readers);
        var counts = (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts;
        (counts.Candidates, counts.Accepted, counts.Cancelled, counts.AddsUp).ShouldBe((Readers, taken, Readers - taken, true));
        relay.Accepted.SelectMany(mail => mail.To).Order()
            .ShouldBe((await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.Accepted).Select(row => row.Address).Order());
    }
}
