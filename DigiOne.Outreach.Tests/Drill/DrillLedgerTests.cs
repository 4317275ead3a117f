using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class DrillLedgerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Something_is_outstanding_from_the_freezing_to_the_last_outcome_and_no_kill_counts_outside_of_it(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@kunta.example"]);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now, Team.Issue(["fi"]));
        var ledger = new DrillLedger(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>(), mailing);
        (await ledger.IsOutstandingAsync(Token)).ShouldBeFalse("Nobody is in the ledger yet.");

        await outreach.StartMailingAsync(mailing);
        (await ledger.IsOutstandingAsync(Token)).ShouldBeTrue();
        var claimed = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await outreach.WriteAsync(StillOutreach.Intent(claimed));
        (await ledger.IsOutstandingAsync(Token)).ShouldBeTrue("Its outcome is not known.");

        await outreach.WriteAsync(StillOutreach.Accepted(claimed));
        (await ledger.IsOutstandingAsync(Token)).ShouldBeFalse("The mailing is open, and there is nobody left to lose.");
        (await ledger.IsClosedAsync(Token)).ShouldBeFalse();
        (await ledger.LinesAsync(Token)).ShouldBe(
            [new LedgerLine("aino@kunta.example", DeliveryState.Accepted, $"{claimed.Id}@digione.example", outreach.Now, 1)]);

        await outreach.CloseAsync(mailing);
        (await ledger.IsClosedAsync(Token)).ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Drill_whose_mailing_does_not_close_in_time_fails_and_says_so(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["aino@kunta.example"]);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now, Team.Issue(["fi"]));
        await outreach.StartMailingAsync(mailing);
        await outreach.AcceptAllAsync(mailing);
        var ledger = new DrillLedger(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>(), mailing);
        using var crew = new WorkerCrew(_ => throw new InvalidOperationException("It has no processes."), nodes: 0, outreach.Clock);

        var failure = await Should.ThrowAsync<DrillFailure>(() => ledger.WaitUntilClosedAsync(TimeSpan.Zero, crew, outreach.Clock, Token));
        failure.Message.ShouldStartWith("The mailing has not closed 0 s after the last kill.");

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        await ledger.WaitUntilClosedAsync(TimeSpan.Zero, crew, outreach.Clock, Token);
    }
}
