using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class MailingStandingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_is_called_off_under_way_is_stopping_until_the_last_answer_and_then_cancelled(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        (await StandingAsync(outreach, mailing)).ShouldBe(MailingStanding.Scheduled);

        await outreach.StartMailingAsync(mailing);
        (await StandingAsync(outreach, mailing)).ShouldBe(MailingStanding.Sending);

        var underWay = (await outreach.ClaimAsync(mailing, most: 1)).ShouldHaveSingleItem();
        await outreach.WriteAsync(StillOutreach.Intent(underWay));
        await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token));
        (await StandingAsync(outreach, mailing)).ShouldBe(MailingStanding.Stopping);

        await outreach.WriteAsync(StillOutreach.Accepted(underWay));
        await outreach.CloseAsync(mailing);
        (await StandingAsync(outreach, mailing)).ShouldBe(MailingStanding.Cancelled);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_is_late_beyond_its_limit_is_overdue(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);

        outreach.Clock.Advance(TimeSpan.FromDays(2));
        await outreach.StartMailingAsync(mailing);

        (await StandingAsync(outreach, mailing)).ShouldBe(MailingStanding.Overdue);
    }

    // The line in a list and the whole account say the same.
    private static async Task<MailingStanding> StandingAsync(StillOutreach outreach, MailingId id)
    {
        var line = await outreach.Services.UseAsync<MailingSummaries, MailingSummary?>(mailings => mailings.FindAsync(id, Token));
        var account = await outreach.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(id, Token));
        account!.Standing.ShouldBe(line!.Standing);
        return account.Standing;
    }
}
