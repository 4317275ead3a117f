using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Mailings whose sender's name in the configuration is gone, or written otherwise.</summary>
public sealed class MissingSenderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_whose_sender_is_gone_says_that_it_waits_and_goes_on_when_the_sender_is_back_in_other_letters(StorageEngine engine)
    {
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var before = database.Services();
        await before.MakeListAsync();
        await before.SubscribeManyAsync(3);
        var mailing = await before.ScheduleAsync(TimeProvider.System.GetUtcNow());

        using var log = new HeardLog();
        await using (var without = await StartAsync("toinen", log))
        {
            await Eventually.BecomesAsync(() => Task.FromResult(Told(log)), told => told.Count > 0);
            await Task.Delay(TimeSpan.FromSeconds(2), Token);

            Told(log).ShouldHaveSingleItem().ShouldBe(
                $"Mailing {mailing} waits: Senders in the configuration names no digione. It goes on by itself after a start with a configuration that does");
            relay.Taken.ShouldBeEmpty();
            (await ReportAsync(without.Services, mailing)).MissingSender.ShouldBe("digione");
        }

        using var later = new HeardLog();
        await using var with = await StartAsync("DigiOne", later);
        (await with.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(3);

        relay.Taken.SelectMany(mail => mail.To).Order().ShouldBe(["lukija0@kunta.example", "lukija1@kunta.example", "lukija2@kunta.example"]);
        Told(later).ShouldBeEmpty();
        (await ReportAsync(with.Services, mailing)).MissingSender.ShouldBeNull();

        Task<RunningOutreach> StartAsync(string sender, HeardLog hearing) => RunningOutreach.StartAsync(
            database, settings => Rename(settings, sender, relay.Port), services => services.AddSingleton<ILoggerProvider>(hearing));
    }

    [Fact]
    public async Task Mailing_that_is_over_waits_for_no_sender()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (mailing, _) = await outreach.ClaimAllAsync(1);
        await using var db = outreach.OpenDatabase();
        await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SenderKey, "poistettu"), Token);
        (await ReportAsync(outreach.Services, mailing)).MissingSender.ShouldBe("poistettu");

        await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(mailing, Token));

        (await ReportAsync(outreach.Services, mailing)).MissingSender.ShouldBeNull();
    }

    [Fact]
    public async Task Content_is_let_go_of_however_its_senders_name_is_written()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var (mailing, _) = await outreach.ClaimAllAsync(1);
        var contents = outreach.Services.GetRequiredService<MailingContents>();
        await contents.GetAsync(mailing);
        outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();

        contents.Keep(sender! with { Key = "toinen" }, Lane.Bulk, new HashSet<MailingId>());
        contents.AtHand(mailing).ShouldNotBeNull();
        contents.Keep(sender! with { Key = "DigiOne" }, Lane.Bulk, new HashSet<MailingId>());

        contents.AtHand(mailing).ShouldBeNull();
    }

    private static void Rename(Settings settings, string sender, int port)
    {
        settings.SendThrough(port);
        var options = settings.Senders["digione"];
        settings.Senders.Remove("digione");
        settings.Senders[sender] = options;
    }

    private static IReadOnlyList<string> Told(HeardLog log) =>
        [.. log.Said(LogLevel.Error).Where(said => said.Contains("names no", StringComparison.Ordinal))];

    private static async Task<MailingReport> ReportAsync(IServiceProvider services, MailingId mailing) =>
        MailingReport.Of((await services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(mailing, Token)))!);
}
