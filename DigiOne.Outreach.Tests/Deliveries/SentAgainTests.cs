using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What becomes of messages that are sent again although they may have arrived.</summary>
public sealed class SentAgainTests
{
    private static readonly HandOver.InDoubt Doubt = new("No answer came.");
    private static readonly HandOver.Rejected Unknown = new(new SmtpReply(550, "5.1.1", "unknown"));
    private static readonly HandOver.Deferred Full = new(new SmtpReply(452, "4.2.2", "mailbox full"), DeferralScope.Recipient);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_left_doubt_is_not_rejected_by_what_a_later_try_meets(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, DoubtPolicy.SendAgain, readers: 2);
        var doubtful = (await outreach.ClaimAsync(mailing, 1)).Single();
        await TryAsync(outreach, doubtful, Doubt);
        await TryAsync(outreach, (await outreach.ClaimAsync(mailing, 1)).Single(), Full);

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var delivery in await outreach.ClaimAsync(mailing))
            await TryAsync(outreach, delivery, Unknown);

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var rows = (await outreach.Services.DeliveriesAsync(mailing)).ToLookup(row => row.Id == doubtful.Id, row => (row.State, row.LastReply));
        rows[true].ShouldBe([(DeliveryState.InDoubt, $"An earlier try may have arrived. {Unknown.Reply}")]);
        rows[false].ShouldBe([(DeliveryState.Rejected, $"{Unknown.Reply}")]);
        var counts = await outreach.Services.CountAsync(mailing);
        (counts.InDoubt, counts.Rejected).ShouldBe((1, 1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_a_person_sends_again_is_in_doubt_once_more_when_patience_ends(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, DoubtPolicy.Hold, readers: 1);
        await TryAsync(outreach, (await outreach.ClaimAsync(mailing)).Single(), Doubt);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        await SendAgainAsync(outreach, mailing);

        for (var tries = 1; tries <= 3; tries++)
        {
            await TryAsync(outreach, (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem(), Full);
            outreach.Clock.Advance(TimeSpan.FromDays(1));
        }

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.State, row.LastReply).ShouldBe(
            (DeliveryState.InDoubt, $"An earlier try may have arrived. Given up after 48 hours. Last answer: {Full.Reply}"));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_whose_process_dies_at_each_try_is_left_to_a_person_whose_word_is_worth_one_more(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, DoubtPolicy.SendAgain, readers: 1);

        for (var tries = 1; tries <= 5; tries++)
            await LoseAsync(outreach, (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem($"Try {tries}"));

        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty();
        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        (row.State, row.LastReply).ShouldBe((
            DeliveryState.InDoubt,
            "Not sent again after 5 tries in doubt; it may have arrived. The process ended while this message was being handed over; it may have arrived."));
        (await outreach.Services.AllAsync<Attempt>()).Select(attempt => attempt.Outcome).ShouldBe(Enumerable.Repeat(DeliveryState.InDoubt, 5));

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        await SendAgainAsync(outreach, mailing);
        await LoseAsync(outreach, (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem());
        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_left_doubt_is_in_doubt_once_more_when_its_recipient_has_left_meanwhile(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach, DoubtPolicy.Hold, readers: 3);
        var claimed = await outreach.ClaimAsync(mailing);
        foreach (var delivery in claimed.Take(2))
            await TryAsync(outreach, delivery, Doubt);
        (await outreach.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.SendAgain, "Maija", Token))).ShouldBe(2);

        foreach (var delivery in claimed)
            await outreach.Services.SuppressAsync(delivery.Address);
        foreach (var delivery in (await outreach.ClaimAsync(mailing)).Append(claimed[2]))
            (await outreach.WriteAsync(StillOutreach.Intent(delivery))).ShouldBeFalse();

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Where(row => row.Id != claimed[2].Id).Select(row => (row.State, row.SkipReason, row.LastReply)).ShouldBe(Enumerable.Repeat<(DeliveryState, SkipReason?, string?)>(
            (DeliveryState.InDoubt, null, "An earlier try may have arrived. It is not sent again: the recipient has left or is suppressed."), 2));
        var untried = rows.Single(row => row.Id == claimed[2].Id);
        (untried.State, untried.SkipReason, untried.LastReply).ShouldBe((DeliveryState.Skipped, SkipReason.HardBounce, null));
    }

    // Its process dies with it under way, and the next one finds it.
    private static async Task LoseAsync(StillOutreach outreach, ClaimedDelivery delivery)
    {
        (await outreach.WriteAsync(StillOutreach.Intent(delivery))).ShouldBeTrue();
        await outreach.Services.UseAsync<SettleLostTransactions, bool>(async settle =>
        {
            await settle.ExecuteAllAsync(Token);
            return true;
        });
    }

    private static async Task SendAgainAsync(StillOutreach outreach, MailingId mailing) =>
        (await outreach.Services.UseAsync<ResolveDoubt, int>(
            resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.SendAgain, "Maija", Token))).ShouldBe(1);

    private static async Task<MailingId> StartedAsync(StillOutreach outreach, DoubtPolicy policy, int readers)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(readers);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, policy), Token);
        await outreach.StartMailingAsync(mailing);
        return mailing;
    }

    private static async Task TryAsync(StillOutreach outreach, ClaimedDelivery delivery, HandOver answer) =>
        (await outreach.WriteAsync(
            StillOutreach.Intent(delivery), outreach.Services.GetRequiredService<JudgeHandOver>().Execute(delivery, "rele", answer))).ShouldBeTrue();
}
