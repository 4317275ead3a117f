using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class SegmentFreezeTests
{
    private static readonly SegmentFilter Swedish = new SegmentFilter.Condition("language", SegmentOperator.Is, ["sv"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task A_segment_narrows_the_list_and_brings_nobody_in(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        await outreach.Services.MakeListAsync("muut");
        await outreach.Services.SubscribeAsync(["aino@kunta.example"]);
        await outreach.Services.SubscribeAsync(["sven@kommun.example"], "sv");
        var left = await outreach.Services.SubscribeAsync(["bo@kommun.example"], "sv");
        await outreach.Services.LeaveAsync(left[0], list);
        await outreach.Services.SubscribeAsync(["eva@kommun.example"], "sv", "muut");
        var mailing = await ScheduleAsync(outreach, await MakeAsync(outreach, Swedish));

        await outreach.StartMailingAsync(mailing);

        (await outreach.Services.DeliveriesAsync(mailing)).Select(row => (row.Address, row.State, row.SkipReason)).ShouldBe(
            [("sven@kommun.example", DeliveryState.Waiting, null), ("bo@kommun.example", DeliveryState.Skipped, SkipReason.Unsubscribed)], ignoreOrder: true);
        (await outreach.Services.MailingAsync(mailing)).Candidates.ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Many_are_narrowed_range_by_range_and_the_canary_is_drawn_of_those_who_stay(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3000);
        var odd = new SegmentFilter.Not(new SegmentFilter.Condition("address", SegmentOperator.Contains, ["0@", "2@", "4@", "6@", "8@"]));
        var mailing = await ScheduleAsync(outreach, await MakeAsync(outreach, odd));

        await outreach.StartMailingAsync(mailing);

        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Count.ShouldBe(1500);
        rows.Select(row => row.ContactId).Distinct().Count().ShouldBe(1500);
        var frozen = await outreach.Services.MailingAsync(mailing);
        (frozen.Candidates, frozen.CanaryState).ShouldBe((1500, CanaryState.Sending));
    }

    [Fact]
    public async Task A_scheduled_mailing_keeps_the_segment_as_it_was()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@kunta.example"]);
        await outreach.Services.SubscribeAsync(["sven@kommun.example"], "sv");
        var segment = await MakeAsync(outreach, Swedish);
        var mailing = await ScheduleAsync(outreach, segment);
        var finnish = new SegmentDraft("osa", "Osa", new SegmentFilter.Condition("language", SegmentOperator.Is, ["fi"]));
        (await outreach.Services.UseAsync<SaveSegment, SaveOutcome<SegmentId>>(save => save.EditAsync(segment, null, finnish, Token))).ShouldBeOfType<SaveOutcome<SegmentId>.Saved>();
        (await outreach.Services.UseAsync<SaveSegment, SaveOutcome<SegmentId>>(save => save.DeleteAsync(segment, Token))).ShouldBeOfType<SaveOutcome<SegmentId>.Saved>();

        await outreach.StartMailingAsync(mailing);

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem().Address.ShouldBe("sven@kommun.example");
    }

    [Fact]
    public async Task A_segment_that_a_draft_names_is_not_deleted()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await outreach.Services.MakeListAsync();
        var segment = await MakeAsync(outreach, Swedish);
        await outreach.Services.ComposeAsync(Team.Issue(["fi"]) with { Segment = "osa" });

        (await outreach.Services.UseAsync<SaveSegment, SaveOutcome<SegmentId>>(save => save.DeleteAsync(segment, Token))).ShouldBeOfType<SaveOutcome<SegmentId>.Settled>();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_a_segment_asks_for_and_is_gone_sends_to_nobody(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@kunta.example"]);
        var mailing = await ScheduleAsync(outreach, await MakeAsync(outreach, Swedish));
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().Where(row => row.Id == mailing)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.SegmentFilter, """{"not":{"field":"attributes.poistettu","op":"isSet","values":[]}}"""), Token);

        (await Should.ThrowAsync<InvalidOperationException>(() => outreach.StartMailingAsync(mailing))).Message.ShouldContain("attributes.poistettu");

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldBeEmpty();
    }

    private static async Task<SegmentId> MakeAsync(StillOutreach outreach, SegmentFilter filter) =>
        (await outreach.Services.UseAsync<SaveSegment, SaveOutcome<SegmentId>>(save => save.CreateAsync(new SegmentDraft("osa", "Osa", filter), Token)))
            .ShouldBeOfType<SaveOutcome<SegmentId>.Saved>().Id;

    private static Task<MailingId> ScheduleAsync(StillOutreach outreach, SegmentId segment)
    {
        segment.Value.ShouldNotBe(Guid.Empty);
        return outreach.Services.ScheduleAsync(outreach.Now, Team.Issue(["fi", "sv"]) with { Segment = "osa" });
    }
}
