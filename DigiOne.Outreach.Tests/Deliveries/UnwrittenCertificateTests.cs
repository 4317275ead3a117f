using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What becomes of a mailing whose certificate the database does not take, as where its role may not write there.</summary>
public sealed class UnwrittenCertificateTests
{
    private const string Refusal = "permission denied for table certificates";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_says_why_its_certificate_is_not_written_and_closes_once_it_can_be(StorageEngine engine)
    {
        using var log = new HeardLog();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<ILoggerProvider>(log));
        var (mailing, _) = await outreach.ClaimAllAsync(2);
        (await ReportAsync(outreach, mailing)).AwaitsCertificate.ShouldBeFalse();
        outreach.Clock.Advance(new Leases().Claim + TimeSpan.FromSeconds(1));
        await outreach.AcceptAllAsync(mailing);
        await using var db = outreach.OpenDatabase();
        await RefuseCertificatesAsync(db);
        var (closer, since) = (ActivatorUtilities.CreateInstance<MailingCloser>(outreach.Services), outreach.Now);

        await closer.LookAsync(Token);
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        await closer.LookAsync(Token);

        var open = await ReportAsync(outreach, mailing);
        (open.State, open.AwaitsCertificate, open.CertificateTrouble?.Since).ShouldBe((MailingStanding.Sending, true, since));
        open.CertificateTrouble!.Said.ShouldContain(Refusal);
        log.Said(LogLevel.Error).Where(said => said.StartsWith("The certificate", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith($"The certificate of mailing {mailing} could not be written: {open.CertificateTrouble.Said}");

        await LetCertificatesInAsync(db);
        await closer.LookAsync(Token);
        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Sending, "It failed twice, and rests for two seconds.");
        outreach.Clock.Advance(TimeSpan.FromSeconds(2));
        await closer.LookAsync(Token);

        var closed = await ReportAsync(outreach, mailing);
        (closed.State, closed.AwaitsCertificate, closed.CertificateTrouble, closed.Certificate?.Accepted).ShouldBe((MailingStanding.Closed, false, null, 2));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Decision_about_doubt_counts_although_its_certificate_is_not_written_and_holds_up_no_other_mailing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        MailingId[] mailings = [await DoubtfulAsync(outreach), await DoubtfulAsync(outreach)];
        await using var db = outreach.OpenDatabase();
        await RefuseCertificatesAsync(db);

        foreach (var mailing in mailings)
            (await outreach.Services.UseAsync<ResolveDoubt, int>(resolve => resolve.ExecuteAsync(mailing, null, DoubtAnswer.Landed, "Aino", Token))).ShouldBe(1);

        foreach (var mailing in mailings)
        {
            var report = await ReportAsync(outreach, mailing);
            (report.State, report.Accepted, report.Certificate?.Version, report.AwaitsCertificate).ShouldBe((MailingStanding.Closed, 1, 1, true));
            report.CertificateTrouble!.Said.ShouldContain(Refusal);
        }

        await LetCertificatesInAsync(db);
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        await ActivatorUtilities.CreateInstance<MailingCloser>(outreach.Services).LookAsync(Token);

        foreach (var mailing in mailings)
        {
            var report = await ReportAsync(outreach, mailing);
            (report.Certificate?.Version, report.AwaitsCertificate, report.CertificateTrouble).ShouldBe((2, false, null));
        }
    }

    private static async Task<MailingId> DoubtfulAsync(StillOutreach outreach)
    {
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        foreach (var claimed in await outreach.ClaimAsync(mailing))
            await outreach.WriteAsync(StillOutreach.Intent(claimed), new LedgerEntry.Outcome(claimed, DeliveryState.InDoubt, "rele", "lost", null));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        return mailing;
    }

    private static Task<int> RefuseCertificatesAsync(OutreachDb db) => db.Database.ExecuteSqlRawAsync(
        db.Engine == StorageEngine.Postgres
            ? $"""
              CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN RAISE insufficient_privilege USING MESSAGE = ''{Refusal}''; END';
              CREATE TRIGGER refuse BEFORE INSERT ON certificates FOR EACH ROW EXECUTE FUNCTION refuse()
              """
            : $"CREATE TRIGGER refuse BEFORE INSERT ON certificates BEGIN SELECT RAISE(ABORT, '{Refusal}'); END",
        Token);

    private static Task<int> LetCertificatesInAsync(OutreachDb db) =>
        db.Database.ExecuteSqlRawAsync(db.Engine == StorageEngine.Postgres ? "DROP TRIGGER refuse ON certificates" : "DROP TRIGGER refuse", Token);

    private static async Task<MailingReport> ReportAsync(StillOutreach outreach, MailingId mailing) =>
        MailingReport.Of((await outreach.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(mailing, Token)))!);
}
