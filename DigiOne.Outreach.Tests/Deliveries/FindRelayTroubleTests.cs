using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Which relay a mailing waits for, as its rows tell it.</summary>
public sealed class FindRelayTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_that_is_in_trouble_is_named_and_not_the_one_that_tried_the_message_before(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await outreach.WriteAsync(StillOutreach.Intent(claimed[0]), outreach.Deferred(claimed[0]));
        (await RowAsync()).Route.ShouldBe("rele");
        (await TroubleAsync()).ShouldBeNull("One recipient's server asked for patience.");

        outreach.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        var trouble = new RouteTrouble("toinen", MailExplanations.ConnectionRefused.Of("toinen.example:587", "toinen"), 1, outreach.Now.AddMinutes(3));
        (await outreach.WriteAsync(JudgeHandOver.PutOff(again, trouble))).ShouldBeTrue();

        (await TroubleAsync()).ShouldNotBeNull().ShouldSatisfyAllConditions(
            told => told.Relay.ShouldBe("toinen"), told => told.Said.ShouldBe(trouble.Reason), told => told.NextTryAt.ShouldBe(trouble.Until));
        (await outreach.Services.AllAsync<Attempt>()).ShouldHaveSingleItem().Route.ShouldBe("rele", "Only there it was tried.");

        outreach.Clock.Advance(TimeSpan.FromMinutes(3));
        var placed = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await outreach.WriteAsync(JudgeHandOver.PutOff(placed, new DomainWait(outreach.Now.AddMinutes(1), "It has its place.") { IsPlace = true }));
        (await RowAsync()).Route.ShouldBe("toinen", "A domain is no route.");

        async Task<Delivery> RowAsync() => (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();

        Task<RelayTrouble?> TroubleAsync() => outreach.Services.UseAsync<FindRelayTrouble, RelayTrouble?>(find => find.ExecuteAsync(mailing, Token));
    }
}
