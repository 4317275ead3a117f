using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A message that cannot be made, for a fault of ours and not of its template.</summary>
public sealed class UncomposedTests
{
    private const string NotMade = "The message could not be made; the log says why.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_is_never_made_is_given_up_when_patience_ends_and_its_mailing_closes(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(2);
        var broken = claimed[0].Id;
        await BreakAsync(outreach, broken, "xx");
        await outreach.SendAsync(claimed.Select(delivery => delivery.Id == broken ? delivery with { Language = "xx" } : delivery), new OpenRoute());
        (await RowAsync()).State.ShouldBe(DeliveryState.Deferred);
        outreach.Clock.Advance(TimeSpan.FromDays(1));
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), new OpenRoute());
        (await RowAsync()).LastReply.ShouldBe(NotMade);
        (await outreach.CloseAsync(mailing)).ShouldBeFalse();

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), new OpenRoute());

        var row = await RowAsync();
        (row.State, row.LastReply).ShouldBe((DeliveryState.Rejected, $"Given up after 48 hours. Last answer: {NotMade}"));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();

        async Task<Delivery> RowAsync() => (await outreach.Services.DeliveriesAsync(mailing)).Single(found => found.Id == broken);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_a_person_sends_again_has_patience_anew(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, claimed) = await outreach.ClaimAllAsync(1);
        await BreakAsync(outreach, claimed[0].Id, "xx");
        await outreach.SendAsync([claimed[0] with { Language = "xx" }], new OpenRoute());
        outreach.Clock.Advance(TimeSpan.FromDays(1));
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), new OpenRoute());
        await BreakAsync(outreach, claimed[0].Id, "fi");
        outreach.Clock.Advance(TimeSpan.FromHours(1));
        await outreach.SendAsync(await outreach.ClaimAsync(mailing), new OpenRoute { Answer = _ => new HandOver.InDoubt("No answer came.") });
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        outreach.Clock.Advance(TimeSpan.FromDays(3));
        (await outreach.Services.UseAsync<ResolveDoubt, int>(
            resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.SendAgain, "Maija", Token))).ShouldBe(1);
        await BreakAsync(outreach, claimed[0].Id, "xx");

        var again = await outreach.ClaimAsync(mailing);
        again.ShouldHaveSingleItem().Faults.ShouldBe(0);
        await outreach.SendAsync(again, new OpenRoute());

        (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Deferred);
    }

    // There is no such variant.
    private static async Task BreakAsync(StillOutreach outreach, DeliveryId delivery, string language)
    {
        await using var db = outreach.OpenDatabase();
        await db.Database.ExecuteSqlAsync($"UPDATE deliveries SET language = {language} WHERE id = {delivery}", Token);
    }
}
