using System.Data.Common;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class SuppressedMailTests
{
    private static readonly SuppressionReason[] OfTheOtherSide = [SuppressionReason.HardBounce, SuppressionReason.ByHand];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every kind of mailing and every reason, with the word for whoever is skipped; null where the message goes.</summary>
    public static TheoryData<StorageEngine, MailingKind, SuppressionReason, SkipReason?> Matrix
    {
        get
        {
            var rows = new TheoryData<StorageEngine, MailingKind, SuppressionReason, SkipReason?>();
            foreach (var engine in Enum.GetValues<StorageEngine>())
                foreach (var kind in Enum.GetValues<MailingKind>())
                    foreach (var reason in Enum.GetValues<SuppressionReason>())
                        rows.Add(engine, kind, reason, Expected(kind, reason));
            return rows;
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task Suppression_keeps_back_what_its_reason_says_at_freeze_and_at_hand_over(
        StorageEngine engine, MailingKind kind, SuppressionReason reason, SkipReason? expected)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        await outreach.Services.SuppressAsync("lukija0@kunta.example", reason);
        var mailing = await ScheduleAsync(outreach, kind);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        claimed.Count.ShouldBe(expected is null ? 3 : 2, "whom it keeps out at freezing is not claimed");

        await outreach.Services.SuppressAsync("lukija1@kunta.example", reason);
        await HandOverAsync(outreach, claimed);

        var state = expected is null ? DeliveryState.Accepted : DeliveryState.Skipped;
        (await outreach.Services.DeliveriesAsync(mailing)).OrderBy(row => row.Address, StringComparer.Ordinal).Select(row => (row.State, row.SkipReason)).ShouldBe(
            [(state, expected), (state, expected), (DeliveryState.Accepted, null)]);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue("The sum is right.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Recipient_named_by_an_address_in_other_letters_is_kept_out_at_hand_over(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        var campaign = await outreach.Services.ComposeAsync();
        var test = (await outreach.Services.UseAsync<SendTest, MailingId?>(send => send.ExecuteAsync(campaign, "Maija@Kunta.example", "", Token)))!.Value;
        var claimed = (await outreach.ClaimAsync(test)).ShouldHaveSingleItem();

        await outreach.Services.SuppressAsync("maija@kunta.example", SuppressionReason.Complaint);

        (await outreach.WriteAsync(StillOutreach.Intent(claimed))).ShouldBeFalse();
        var row = (await outreach.Services.DeliveriesAsync(test)).ShouldHaveSingleItem();
        (row.State, row.SkipReason).ShouldBe((DeliveryState.Skipped, SkipReason.Complaint));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_is_suppressed_while_the_audience_freezes_gets_nothing(StorageEngine engine)
    {
        var meanwhile = new BetweenRanges();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2000);
        // One of a range that has been frozen, one of a range that is still to come.
        string[] late = ["lukija0@kunta.example", "lukija1999@kunta.example"];
        meanwhile.Act = async () =>
        {
            foreach (var address in late)
                await outreach.Services.SuppressAsync(address, SuppressionReason.Complaint);
        };
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);

        await outreach.StartMailingAsync(mailing);

        meanwhile.HasActed.ShouldBeTrue("otherwise there was one range, and nothing came between");
        while (await outreach.ClaimAsync(mailing, 400) is { Count: > 0 } claimed)
            await HandOverAsync(outreach, claimed);
        (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State != DeliveryState.Accepted)
            .Select(row => (row.Address, row.State, row.SkipReason))
            .ShouldBe(late.Select(address => (address, DeliveryState.Skipped, (SkipReason?)SkipReason.Complaint)), ignoreOrder: true);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nobody_whom_a_suppression_has_answered_for_gets_an_intent_while_a_ledger_writes(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(60);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing, 60);
        var suppress = outreach.Services.GetRequiredService<Suppress>();

        // Two readers at a time: of one the suppression is answered before the intent is asked for, of the other they run together.
        var late = new List<bool>();
        foreach (var pair in claimed.Chunk(2))
        {
            await suppress.ExecuteAsync(pair[0].Address, SuppressionReason.HardBounce, new(SuppressionSource.Mail), Token);
            var together = suppress.ExecuteAsync(pair[1].Address, SuppressionReason.HardBounce, new(SuppressionSource.Mail), Token);
            late.Add(await outreach.WriteAsync(StillOutreach.Intent(pair[0])));
            await outreach.WriteAsync(StillOutreach.Intent(pair[1]));
            await together;
        }

        late.ShouldAllBe(isIntended => !isIntended);
        (await outreach.Services.DeliveriesAsync(mailing)).ShouldAllBe(row => row.State == DeliveryState.Sending || row.SkipReason == SkipReason.HardBounce);
    }

    // As a connection does: nothing leaves without an intent.
    private static async Task HandOverAsync(StillOutreach outreach, IEnumerable<ClaimedDelivery> claimed)
    {
        foreach (var delivery in claimed)
            if (await outreach.WriteAsync(StillOutreach.Intent(delivery)))
                await outreach.WriteAsync(StillOutreach.Accepted(delivery));
    }

    private static SkipReason? Expected(MailingKind kind, SuppressionReason reason) =>
        kind is MailingKind.Registration or MailingKind.Confirmation && !OfTheOtherSide.Contains(reason) ? null
        : reason switch
        {
            SuppressionReason.HardBounce => SkipReason.HardBounce,
            SuppressionReason.Complaint => SkipReason.Complaint,
            SuppressionReason.Unsubscribed => SkipReason.LeftEverything,
            _ => SkipReason.ByHand,
        };

    // No slice hands over all kinds yet.
    private static async Task<MailingId> ScheduleAsync(StillOutreach outreach, MailingKind kind)
    {
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.Services.UseAsync<OutreachDb, int>(db => db.Set<Mailing>().Where(row => row.Id == mailing)
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.Kind, kind), Token));
        return mailing;
    }

    /// <summary>Does something between the first and the second range of a freeze.</summary>
    private sealed class BetweenRanges : DbCommandInterceptor
    {
        private int _ranges;

        internal Func<Task>? Act { get; set; }

        internal bool HasActed { get; private set; }

        // Each range begins by looking for its end, outside of any transaction.
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("INSERT INTO deliveries", StringComparison.Ordinal))
                _ranges++;
            else if (_ranges == 1 && !HasActed && command.Transaction is null && Act is { } act && command.CommandText.Contains("freeze_cursor", StringComparison.Ordinal))
            {
                HasActed = true;
                await act();
            }

            return result;
        }
    }
}
