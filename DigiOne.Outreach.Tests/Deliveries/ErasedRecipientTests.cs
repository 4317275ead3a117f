using System.Data.Common;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class ErasedRecipientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_is_erased_after_the_claim_gets_nothing_and_the_sum_stays_right(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        var readers = await outreach.Services.SubscribeManyAsync(4);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        var of = readers.Select(reader => claimed.Single(delivery => delivery.ContactId == reader)).ToList();
        await outreach.WriteAsync(StillOutreach.Intent(of[1]));
        await outreach.WriteAsync(StillOutreach.Intent(of[2]));

        foreach (var reader in readers.Take(3))
            await EraseAsync(outreach, reader);

        (await outreach.WriteAsync(StillOutreach.Intent(of[0]))).ShouldBeFalse("It was answered that the person is erased.");
        // These two were inside their SMTP transactions.
        await outreach.WriteAsync(StillOutreach.Accepted(of[1]));
        await outreach.WriteAsync(outreach.Deferred(of[2]));
        await outreach.WriteAsync(StillOutreach.Intent(of[3]), StillOutreach.Accepted(of[3]));

        (await outreach.Services.DeliveriesAsync(mailing)).OrderBy(row => row.ContactId!.Value.Value)
            .Select(row => (row.Address, row.Name, row.State, row.SkipReason, row.LastReply ?? "")).ShouldBe(
            [
                ("", "", DeliveryState.Skipped, SkipReason.Erased, ""),
                ("", "", DeliveryState.Accepted, null, ""),
                ("", "", DeliveryState.Skipped, SkipReason.Erased, ""),
                ("lukija3@kunta.example", "Lukija lukija3", DeliveryState.Accepted, null, "250 2.0.0 ok"),
            ]);
        (await outreach.Services.AllAsync<Attempt>()).ShouldAllBe(attempt => attempt.Reply.Length == 0);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var certificate = (await outreach.Services.AllAsync<Certificate>()).Single();
        (certificate.Counts.Candidates, certificate.Counts.Accepted, certificate.Counts.SkippedBy[SkipReason.Erased]).ShouldBe((4, 2, 2));
        certificate.Domains.Select(part => (part.Name, part.Candidates)).ShouldBe([("kunta.example", 1), (CertificatePart.Others, 3)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_in_doubt_stays_in_doubt_and_is_not_sent_again(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        var readers = await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        foreach (var delivery in await outreach.ClaimAsync(mailing))
            await outreach.WriteAsync(
                StillOutreach.Intent(delivery), new LedgerEntry.Outcome(delivery, DeliveryState.InDoubt, "rele", "The connection broke.", null));

        await EraseAsync(outreach, readers[0]);
        (await ResolveAsync(outreach, mailing, DoubtAnswer.SendAgain)).ShouldBe(1, "the other one's");

        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem().ContactId.ShouldBe(readers[1]);
        (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.IsErased).State.ShouldBe(DeliveryState.InDoubt);
        (await ResolveAsync(outreach, mailing, DoubtAnswer.GiveUp)).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_is_erased_while_a_range_freezes_leaves_no_address_in_it()
    {
        // On SQLite one of the two waits for the other as it is.
        var range = new HeldRange();
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Postgres, add: services => services.AddSingleton<IInterceptor>(range));
        await outreach.Services.MakeListAsync();
        var readers = await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        var freezing = Task.Run(() => outreach.StartMailingAsync(mailing), Token);
        await range.Inserted.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);

        var erasing = Task.Run(() => EraseAsync(outreach, readers[1]), Token);
        await Eventually.BecomesAsync(() => IsAnyWaitingAsync(outreach), waiting => waiting);
        range.GoOn.SetResult();
        await Task.WhenAll(freezing, erasing);

        await outreach.AcceptAllAsync(mailing);
        (await outreach.Services.DeliveriesAsync(mailing)).OrderBy(row => row.ContactId!.Value.Value).Select(row => (row.Address, row.State)).ShouldBe(
            [("lukija0@kunta.example", DeliveryState.Accepted), ("", DeliveryState.Skipped), ("lukija2@kunta.example", DeliveryState.Accepted)]);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
    }

    private static Task<ErasureReceipt?> EraseAsync(StillOutreach outreach, ContactId reader) =>
        outreach.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(reader, ErasureWay.Person, null, Token));

    private static Task<int> ResolveAsync(StillOutreach outreach, MailingId mailing, DoubtAnswer answer) =>
        outreach.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, answer, "Maija", Token));

    private static async Task<bool> IsAnyWaitingAsync(StillOutreach outreach)
    {
        await using var db = outreach.OpenDatabase();
        return await db.Database.SqlQuery<bool>(
            $"SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS \"Value\"").SingleAsync(Token);
    }

    /// <summary>A range that has been inserted and is not committed until it is told to go on.</summary>
    private sealed class HeldRange : DbCommandInterceptor
    {
        internal TaskCompletionSource Inserted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // The mailing's numbers are written when the range's rows are in.
        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("candidates", StringComparison.Ordinal))
            {
                Inserted.TrySetResult();
                await GoOn.Task.WaitAsync(cancellationToken);
            }

            return result;
        }
    }
}
