using System.Data.Common;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class DoubtTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_a_person_says_of_doubt_issues_a_new_certificate_and_keeps_the_old_one(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await ClosedWithDoubtAsync(outreach, doubtful: 3, accepted: 2);
        var doubtful = (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.InDoubt).ToList();

        (await ResolveAsync(outreach, mailing, doubtful[0].Id, DoubtAnswer.Landed)).ShouldBe(1);
        (await ResolveAsync(outreach, mailing, doubtful[0].Id, DoubtAnswer.GiveUp)).ShouldBe(0, "It is no longer in doubt.");
        (await CertificatesAsync(outreach, mailing)).Count.ShouldBe(1, "Who goes through them one by one gets no version for each.");
        await RenewAsync(outreach);
        (await ResolveAsync(outreach, mailing, null, DoubtAnswer.GiveUp)).ShouldBe(2);

        var certificates = await CertificatesAsync(outreach, mailing);
        certificates.Select(certificate => (certificate.Version, certificate.Counts.Accepted, certificate.Counts.Rejected, certificate.Counts.InDoubt))
            .ShouldBe([(3, 3, 2, 0), (2, 3, 0, 2), (1, 2, 0, 3)]);
        certificates[0].Languages.ShouldHaveSingleItem().ShouldBe(new CertificatePart { Name = "fi", Accepted = 3, Rejected = 2 });
        certificates[0].Domains.ShouldHaveSingleItem().Name.ShouldBe("kunta.example");
        var details = (await outreach.Services.UseAsync<FindDelivery, DeliveryDetails?>(find => find.ExecuteAsync(doubtful[0].Id, Token)))!;
        details.Attempts.ShouldContain(attempt => attempt.Reply.Contains("Maija", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_a_person_says_arrived_did_so_when_it_was_handed_over(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var handedOver = outreach.Now;
        var mailing = await ClosedWithDoubtAsync(outreach, doubtful: 2, accepted: 1);
        var doubtful = (await outreach.Services.DeliveriesAsync(mailing)).Where(row => row.State == DeliveryState.InDoubt).ToList();

        outreach.Clock.Advance(TimeSpan.FromDays(3));
        await ResolveAsync(outreach, mailing, doubtful[0].Id, DoubtAnswer.Landed);
        await ResolveAsync(outreach, mailing, doubtful[1].Id, DoubtAnswer.GiveUp);
        await RenewAsync(outreach);

        var newest = (await CertificatesAsync(outreach, mailing))[0];
        (newest.IssuedAt, newest.FirstAcceptedAt, newest.LastAcceptedAt).ShouldBe((outreach.Now, handedOver, handedOver));
        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Single(row => row.Id == doubtful[0].Id).SettledAt.ShouldBe(handedOver);
        rows.Single(row => row.Id == doubtful[1].Id).SettledAt.ShouldBe(outreach.Now);
        var details = (await outreach.Services.UseAsync<FindDelivery, DeliveryDetails?>(find => find.ExecuteAsync(doubtful[0].Id, Token)))!;
        details.Attempts.Select(attempt => (attempt.Outcome, attempt.At))
            .ShouldBe([(DeliveryState.InDoubt, handedOver), (DeliveryState.Accepted, outreach.Now)], "A person's word is told once, when it was said.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_that_is_sent_again_reopens_the_mailing_with_the_same_message_id(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await ClosedWithDoubtAsync(outreach, doubtful: 1, accepted: 1);
        var before = (await outreach.Services.DeliveriesAsync(mailing)).Single(row => row.State == DeliveryState.InDoubt);

        (await ResolveAsync(outreach, mailing, before.Id, DoubtAnswer.SendAgain)).ShouldBe(1);

        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Sending);
        var claimed = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        claimed.MessageId.ShouldBe(before.MessageId);
        claimed.FirstIntentAt.ShouldBeNull();
        await outreach.WriteAsync(StillOutreach.Intent(claimed), StillOutreach.Accepted(claimed));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        (await CertificatesAsync(outreach, mailing)).Select(certificate => (certificate.Version, certificate.Counts.Accepted, certificate.Counts.InDoubt))
            .ShouldBe([(2, 2, 0), (1, 1, 1)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Truth_that_comes_in_after_closing_issues_a_new_certificate(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, delivery) = await CloseInDoubtAsync(outreach);

        (await outreach.WriteAsync(StillOutreach.Accepted(delivery))).ShouldBeTrue();
        await RenewAsync(outreach);
        await RenewAsync(outreach);

        (await CertificatesAsync(outreach, mailing)).Select(certificate => (certificate.Version, certificate.Counts.Accepted, certificate.Counts.InDoubt))
            .ShouldBe([(2, 1, 0), (1, 0, 1)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Late_answer_to_try_again_opens_a_closed_mailing_and_its_message_goes_out(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var (mailing, delivery) = await CloseInDoubtAsync(outreach);

        (await outreach.WriteAsync(outreach.Deferred(delivery))).ShouldBeTrue();
        await RenewAsync(outreach);

        var opened = await outreach.Services.MailingAsync(mailing);
        (opened.State, opened.ClosedAt, opened.SumWrongAt).ShouldBe((MailingState.Sending, null, null));
        outreach.Clock.Advance(TimeSpan.FromMinutes(1));
        await outreach.AcceptAllAsync(mailing);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        (await CertificatesAsync(outreach, mailing)).Select(certificate => (certificate.Version, certificate.Counts.Accepted, certificate.Counts.InDoubt))
            .ShouldBe([(2, 1, 0), (1, 0, 1)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Person_who_sends_again_while_the_mailing_closes_keeps_it_open(StorageEngine engine)
    {
        var meanwhile = new WhileCounting();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var delivery = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(delivery));
        await TakeForLostAsync(outreach);
        meanwhile.Happens = async () => (await ResolveAsync(outreach, mailing, null, DoubtAnswer.SendAgain)).ShouldBe(1);

        (await outreach.CloseAsync(mailing)).ShouldBeFalse();

        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Sending);
        (await CertificatesAsync(outreach, mailing)).ShouldBeEmpty();
        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_leaves_doubt_at_each_try_closes_in_doubt_with_all_its_tries(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var judge = outreach.Services.GetRequiredService<JudgeHandOver>();
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, DoubtPolicy.SendAgain), Token);
        await outreach.StartMailingAsync(mailing);

        for (var tries = 1; tries <= 3; tries++)
        {
            var delivery = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
            await outreach.WriteAsync(
                StillOutreach.Intent(delivery), judge.Execute(delivery, "rele", new HandOver.InDoubt($"No answer came, {tries}.")));
            outreach.Clock.Advance(TimeSpan.FromDays(1));
        }

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        var counts = (await CertificatesAsync(outreach, mailing)).ShouldHaveSingleItem().Counts;
        (counts.InDoubt, counts.Rejected).ShouldBe((1, 0));
        var row = (await outreach.Services.DeliveriesAsync(mailing)).ShouldHaveSingleItem();
        row.LastReply.ShouldBe("Not sent again after 48 hours; it may have arrived. No answer came, 3.");
        (await outreach.Services.AllAsync<Attempt>()).Select(attempt => attempt.Outcome)
            .ShouldBe([DeliveryState.InDoubt, DeliveryState.InDoubt, DeliveryState.InDoubt]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Doubt_of_a_mailing_that_was_called_off_is_not_sent_again(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.DoubtPolicy, DoubtPolicy.SendAgain), Token);
        await outreach.StartMailingAsync(mailing);
        var delivery = (await outreach.ClaimAsync(mailing, 1)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(delivery));
        await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token));
        await TakeForLostAsync(outreach);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();

        (await ResolveAsync(outreach, mailing, null, DoubtAnswer.SendAgain)).ShouldBe(0);
        (await ResolveAsync(outreach, mailing, null, DoubtAnswer.GiveUp)).ShouldBe(1);

        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Closed);
        (await CertificatesAsync(outreach, mailing))
            .Select(certificate => (certificate.Version, certificate.Counts.Cancelled, certificate.Counts.InDoubt, certificate.Counts.Rejected))
            .ShouldBe([(2, 1, 0, 1), (1, 1, 1, 0)]);
    }

    [Fact]
    public async Task Answer_that_comes_in_while_a_person_decides_goes_first_and_all_others_are_decided()
    {
        var meanwhile = new WhileDeciding();
        // SQLite has one writer: nothing comes in while somebody decides.
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Postgres, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        await outreach.WriteAsync([.. claimed.Select(StillOutreach.Intent)]);
        await TakeForLostAsync(outreach);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        meanwhile.Happens = () => outreach.WriteAsync(StillOutreach.Accepted(claimed[0]));

        (await ResolveAsync(outreach, mailing, null, DoubtAnswer.GiveUp)).ShouldBe(2);

        meanwhile.Happens.ShouldBeNull();
        var counts = (await CertificatesAsync(outreach, mailing))[0].Counts;
        (counts.Accepted, counts.Rejected, counts.InDoubt).ShouldBe((1, 2, 0));
    }

    private static Task<bool> TakeForLostAsync(StillOutreach outreach) => outreach.Services.UseAsync<SettleLostTransactions, bool>(async settle =>
    {
        await settle.ExecuteAllAsync(Token);
        return true;
    });

    private static async Task<MailingId> ClosedWithDoubtAsync(StillOutreach outreach, int doubtful, int accepted)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(doubtful + accepted);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        foreach (var (index, delivery) in (await outreach.ClaimAsync(mailing)).Index())
            await outreach.WriteAsync(
                StillOutreach.Intent(delivery),
                index < doubtful ? new LedgerEntry.Outcome(delivery, DeliveryState.InDoubt, "rele", "no answer", null) : StillOutreach.Accepted(delivery));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        return mailing;
    }

    private static Task<int> ResolveAsync(StillOutreach outreach, MailingId mailing, DeliveryId? only, DoubtAnswer answer) =>
        outreach.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, only, answer, "Maija", Token));

    private static Task<IReadOnlyList<Certificate>> CertificatesAsync(StillOutreach outreach, MailingId mailing) =>
        outreach.Services.UseAsync<FindCertificates, IReadOnlyList<Certificate>>(find => find.ExecuteAsync(mailing, Token));

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_perhaps_arrived_is_never_called_cancelled(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        await outreach.WriteAsync(StillOutreach.Intent(claimed[0]));
        // To be sent again, as a mailing's policy may say.
        (await outreach.WriteAsync(outreach.Deferred(claimed[0]) with { IsDoubt = true })).ShouldBeTrue();

        (await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token))).ShouldBeTrue();
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();

        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Single(row => row.Id == claimed[0].Id).State.ShouldBe(DeliveryState.InDoubt);
        rows.Single(row => row.Id == claimed[1].Id).State.ShouldBe(DeliveryState.Cancelled);
    }

    /// <summary>A mailing to one reader, closed while nobody knew what became of the message.</summary>
    private static async Task<(MailingId Mailing, ClaimedDelivery Delivery)> CloseInDoubtAsync(StillOutreach outreach)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var delivery = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(delivery));
        await TakeForLostAsync(outreach);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        return (mailing, delivery);
    }

    private static Task<bool> RenewAsync(StillOutreach outreach) => outreach.Services.UseAsync<RenewCertificates, bool>(async renew =>
    {
        await renew.ExecuteAsync(Token);
        return true;
    });

    /// <summary>What happens while a certificate is being counted.</summary>
    private sealed class WhileDeciding : DbCommandInterceptor
    {
        internal Func<Task>? Happens { get; set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Happens is { } happens && command.CommandText.Contains("UPDATE deliveries", StringComparison.Ordinal))
            {
                Happens = null;
                await happens();
            }

            return result;
        }
    }

    private sealed class WhileCounting : DbCommandInterceptor
    {
        internal Func<Task>? Happens { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Happens is { } happens && command.CommandText.Contains(nameof(CertificateTally), StringComparison.Ordinal))
            {
                Happens = null;
                await happens();
            }

            return result;
        }
    }
}
