using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class CertificateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_closes_with_a_certificate_once_every_recipient_is_accounted_for(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach);
        (await outreach.CloseAsync(mailing)).ShouldBeFalse();

        outreach.Clock.Advance(TimeSpan.FromSeconds(5));
        await outreach.AcceptAllAsync(mailing);
        var closed = outreach.Now;

        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        (await outreach.CloseAsync(mailing)).ShouldBeFalse("Once is enough.");
        var certificate = (await outreach.Services.AllAsync<Certificate>()).ShouldHaveSingleItem();
        var row = await outreach.Services.MailingAsync(mailing);
        certificate.ContentHash.ShouldBe(row.ContentHash);
        (certificate.IssuedAt, certificate.FirstAcceptedAt, certificate.LastAcceptedAt).ShouldBe((closed, closed, closed));
        (certificate.Counts.Candidates, certificate.Counts.Accepted, certificate.Counts.SkippedBy[SkipReason.HardBounce]).ShouldBe((4, 3, 1));
        (row.State, row.ClosedAt).ShouldBe((MailingState.Closed, closed));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Certificate_is_refused_while_the_sum_is_wrong_and_an_alarm_is_raised_once(StorageEngine engine)
    {
        using var log = new HeardLog();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<ILoggerProvider>(log));
        var mailing = await StartedAsync(outreach);
        await outreach.AcceptAllAsync(mailing);
        await using var db = outreach.OpenDatabase();
        await db.Set<Attempt>().ExecuteDeleteAsync(Token);
        var lost = await db.Set<Delivery>().AsNoTracking().FirstAsync(Token);
        await db.Set<Delivery>().Where(row => row.Id == lost.Id).ExecuteDeleteAsync(Token);

        (await outreach.CloseAsync(mailing)).ShouldBeFalse();
        outreach.Clock.Advance(TimeSpan.FromMinutes(10));
        (await outreach.CloseAsync(mailing)).ShouldBeFalse();

        (await outreach.Services.MailingAsync(mailing)).State.ShouldBe(MailingState.Sending);
        (await outreach.Services.AllAsync<Certificate>()).ShouldBeEmpty();
        log.Said(LogLevel.Critical).ShouldHaveSingleItem().ShouldBe($"Mailing {mailing} has 4 candidates but 3 are accounted for: it gets no certificate");
        var report = MailingReport.Of((await outreach.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(mailing, Token)))!);
        (report.AddsUp, report.SumWrongAt).ShouldBe((false, outreach.Now - TimeSpan.FromMinutes(10)));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Wrong_sum_is_counted_again_after_a_pause_that_grows(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach);
        await outreach.AcceptAllAsync(mailing);
        await using var db = outreach.OpenDatabase();
        await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.Candidates, 5), Token);
        (await outreach.CloseAsync(mailing)).ShouldBeFalse();
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await outreach.CloseAsync(mailing)).ShouldBeFalse();
        (await outreach.Services.MailingAsync(mailing)).SumWrongAt.ShouldNotBeNull();
        await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.Candidates, 4), Token);

        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await outreach.CloseAsync(mailing)).ShouldBeFalse("The second pause is longer than the first.");
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();

        (await outreach.Services.MailingAsync(mailing)).SumWrongAt.ShouldBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Closers_at_the_same_time_issue_one_certificate(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var mailing = await StartedAsync(outreach);
        await outreach.AcceptAllAsync(mailing);

        var closed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => outreach.CloseAsync(mailing), Token)));

        closed.Count(mine => mine).ShouldBe(1);
        (await outreach.Services.AllAsync<Certificate>()).ShouldHaveSingleItem();
    }

    private static async Task<MailingId> StartedAsync(StillOutreach outreach)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(4);
        await outreach.Services.SuppressAsync("lukija0@kunta.example");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        return mailing;
    }
}
