using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class LeavingTests
{
    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reader_who_leaves_after_the_claim_gets_no_message(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        var readers = await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);

        await outreach.Services.LeaveAsync(readers[0], list);
        await outreach.Services.SuppressAsync("lukija1@kunta.example");

        foreach (var delivery in claimed)
            (await outreach.WriteAsync(StillOutreach.Intent(delivery))).ShouldBe(delivery.ContactId == readers[2]);

        await outreach.WriteAsync(StillOutreach.Accepted(claimed.Single(delivery => delivery.ContactId == readers[2])));
        (await outreach.Services.DeliveriesAsync(mailing)).Select(row => (row.State, row.SkipReason, row.LeaseUntil)).ShouldBe(
            [
                (DeliveryState.Skipped, SkipReason.Unsubscribed, null),
                (DeliveryState.Skipped, SkipReason.HardBounce, null),
                (DeliveryState.Accepted, null, null),
            ],
            ignoreOrder: true);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue("The sum is right.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reader_who_leaves_while_the_message_is_put_off_gets_it_no_more(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        var reader = (await outreach.Services.SubscribeManyAsync(1)).Single();
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var first = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(first), outreach.Deferred(first));

        await outreach.Services.LeaveAsync(reader, list);
        outreach.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (await outreach.ClaimAsync(mailing)).Single();

        (await outreach.WriteAsync(StillOutreach.Intent(second))).ShouldBeFalse();
        var row = (await outreach.Services.DeliveriesAsync(mailing)).Single();
        (row.State, row.SkipReason, row.Attempts).ShouldBe((DeliveryState.Skipped, SkipReason.Unsubscribed, 1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reader_who_pauses_gets_no_bulk_mail_until_the_pause_is_over(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        var readers = await outreach.Services.SubscribeManyAsync(3);
        await outreach.Services.PauseAsync(readers[0], outreach.Now.AddMinutes(1));
        await outreach.Services.PauseAsync(readers[1], outreach.Now);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);

        await outreach.Services.PauseAsync(readers[2], outreach.Now.AddMinutes(1));
        foreach (var delivery in claimed)
            if (await outreach.WriteAsync(StillOutreach.Intent(delivery)))
                await outreach.WriteAsync(StillOutreach.Accepted(delivery));

        (await outreach.Services.DeliveriesAsync(mailing)).OrderBy(row => row.Address, StringComparer.Ordinal).Select(row => (row.State, row.SkipReason)).ShouldBe(
            [(DeliveryState.Skipped, SkipReason.Paused), (DeliveryState.Accepted, null), (DeliveryState.Skipped, SkipReason.Paused)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_is_under_way_when_its_reader_leaves_keeps_its_outcome(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        var reader = (await outreach.Services.SubscribeManyAsync(1)).Single();
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var delivery = (await outreach.ClaimAsync(mailing)).Single();
        (await outreach.WriteAsync(StillOutreach.Intent(delivery))).ShouldBeTrue();

        await outreach.Services.LeaveAsync(reader, list);

        (await outreach.WriteAsync(StillOutreach.Accepted(delivery))).ShouldBeTrue();
        (await outreach.Services.DeliveriesAsync(mailing)).Single().State.ShouldBe(DeliveryState.Accepted);
    }
}
