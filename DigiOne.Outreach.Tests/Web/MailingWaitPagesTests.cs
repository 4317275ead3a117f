using System.Net;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What a mailing waits for is told on its page, and until when.</summary>
public sealed class MailingWaitPagesTests : WatchingTests
{
    [Fact]
    public async Task Domain_that_asks_a_relay_for_patience_is_told_where_the_mailings_sender_uses_that_relay()
    {
        const string Told = "gmail.example pyytää välityspalvelimelta capture malttia";
        var path = $"/admin/mailings/{Work.UnderWay}";
        WebUtility.HtmlDecode(await Person.ReadAsync(path)).ShouldContain(Told);
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin/settings")).ShouldContain("capture: <code class=\"reply\">421 4.7.28 our system");

        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.SenderKey, "kunnat"), TestContext.Current.CancellationToken);

        WebUtility.HtmlDecode(await Person.ReadAsync(path)).ShouldNotContain(Told);
    }

    [Theory]
    [InlineData("fi", "Asetuksissa ei ole lähettäjää ”poistettu”", "Viestejä ei lähde ennen kuin lähettäjä on taas asetuksissa")]
    [InlineData("sv", "Avsändaren ”poistettu” saknas i inställningarna", "Inga meddelanden går ut förrän avsändaren finns i inställningarna igen")]
    [InlineData("en", "No sender “poistettu” in the configuration", "Nobody gets the message until the configuration names this sender again")]
    public async Task Sender_that_left_the_configuration_is_told_where_a_mailing_waits_for_it(string language, string title, string advice)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldNotContain(advice);
        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.SenderKey, "poistettu"), TestContext.Current.CancellationToken);

        foreach (var waiting in new[] { Work.UnderWay, Work.Paused, Work.Planned })
        {
            var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{waiting}"));
            page.ShouldContain(title);
            page.ShouldContain(advice);
        }

        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Closed}")).ShouldNotContain(advice);
    }

    [Theory]
    [InlineData("fi", "Yksikään viesti ei voi lähteä")]
    [InlineData("sv", "Inga meddelanden kan gå ut")]
    [InlineData("en", "No message can ever leave")]
    public async Task Wait_without_end_is_told_as_one(string language, string title)
    {
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Months = [.. Enumerable.Range(1, 12)];
        await ThroughAsync("kunnat");
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        foreach (var mailing in new[] { Work.UnderWay, Work.Planned })
            WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{mailing}")).ShouldContain(title);
    }

    [Fact]
    public async Task Relay_that_has_reached_its_days_limit_leaves_messages_to_another()
    {
        await ThroughAsync("kaksin");
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        Web.Services.GetRequiredService<RouteHealth>().Rest("posti", DeliveryExplanations.WarmingUp.Of(200), Web.Clock.GetUtcNow().AddHours(5));

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));

        page.ShouldContain("Välityspalvelimen posti tämän päivän lämmittelyraja on täynnä");
        page.ShouldContain("Viestit kulkevat sillä välin muuta kautta: vara.");
    }

    [Fact]
    public async Task Mailing_that_waits_for_the_end_of_a_quiet_time_is_not_told_as_started()
    {
        await ThroughAsync("kunnat");
        var now = Web.Services.GetRequiredService<LocalTime>().At(Web.Clock.GetUtcNow());
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Months = [now.Month];
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);
        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.State, DeliveryState.Waiting), TestContext.Current.CancellationToken);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        var timeline = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));
        var report = await ReportAsync();

        page.ShouldContain("state-planned");
        page.ShouldContain("<dt>Lähtöaika</dt>");
        page.ShouldNotContain("<dt>Alkoi</dt>");
        page.ShouldNotContain("Seuraava yritys", customMessage: "While it is quiet nothing is tried.");
        timeline.ShouldContain("Hiljainen aika, lähtee <time");
        report.WaitsUntil!.Value.ShouldBeGreaterThan(Web.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("fi", "Osoitteisiin @kunta.example lähetetään viestejä rajoitetulla nopeudella", "Vuoroaan odottavia viestejä:", "Odottaa lähetysrajaa")]
    [InlineData("sv", "Till adresser @kunta.example skickas meddelanden i begränsad takt", "Meddelanden som väntar på sin tur:", "Väntar på sändningsgräns")]
    [InlineData("en", "Mail to kunta.example goes out at a limited rate", "Waiting for their turn:", "Waits for our limit")]
    public async Task Mailing_that_a_domains_limit_holds_up_says_how_many_wait_and_until_when(string language, string title, string waiting, string state)
    {
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        var last = Web.Clock.GetUtcNow().AddHours(3);
        await PlaceAsync(last, attempts: 1);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        var report = await ReportAsync();

        page.ShouldContain(title);
        page.ShouldContain($"{waiting} <span class=\"count\" data-live=\"limit-kunta.example\">1</span>.");
        page.ShouldContain($"datetime=\"{last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
        page.ShouldContain($"<dt>{state}</dt>");
        page.ShouldContain("data-live=\"count-Limited\">1</span>");
        page.ShouldContain("data-live=\"count-Deferred\">0</span>");
        (report.Limited, report.Deferred, report.CanaryLimit).ShouldBe((1, 0, null));
        var limit = report.DomainLimits.ShouldHaveSingleItem();
        (limit.Domain, limit.Messages).ShouldBe(("kunta.example", 1));
        limit.LastAt.ShouldBe(last, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("fi", "Lähetysajan ulkopuolella", "Viesti odottaa lähettäjän lähetysaikaa.", "iljai")]
    [InlineData("sv", "Utanför sändningstiden", "Meddelandet väntar på avsändarens sändningstid.", "yst tid")]
    [InlineData("en", "Outside the send window", "It waits for its sender’s send window.", "uiet time")]
    public async Task Send_window_is_called_so_on_every_page_that_tells_of_a_wait_for_it(string language, string words, string why, string other)
    {
        await ThroughAsync("ajoissa");
        Web.CloseWindow();
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        await using var db = Web.Database();
        var waiting = await db.Set<Delivery>().FirstAsync(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Deferred, TestContext.Current.CancellationToken);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain($"<p class=\"notice-title\">{words}</p>");
        var timeline = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));
        timeline.ShouldContain(words);
        timeline.ShouldNotContain(other);
        var delivery = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/deliveries/{waiting.Id}"));
        delivery.ShouldContain(why);
        delivery.ShouldNotContain(other);
        delivery.ShouldContain($"<time datetime=\"{Web.Services.GetRequiredService<QuietWait>().Of(true, "ajoissa", Web.Clock.GetUtcNow())!.Value.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
    }

    [Fact]
    public async Task Planned_mailing_that_will_wait_is_not_told_to_go_out_when_it_is_due()
    {
        await ThroughAsync("ajoissa");
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        (await Person.ReadAsync($"/admin/mailings/{Work.Planned}")).ShouldContain("<dt>Lähtee</dt>");
        Web.CloseWindow();
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Planned).ExecuteUpdateAsync(
                set => set.SetProperty(mailing => mailing.DueAt, Web.Clock.GetUtcNow().AddMinutes(1)), TestContext.Current.CancellationToken);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}"));

        page.ShouldNotContain("<dt>Lähtee</dt>");
        page.ShouldContain("<dt>Lähtöaika</dt>");
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin")).ShouldContain("Lähetysajan ulkopuolella, lähtee <time");
    }

    [Theory]
    [InlineData("fi", "Otos odottaa verkkotunnuksen kunta.example lähetysrajaa, ja kaikki muut odottavat otosta.", "pyydä palvelun ylläpitoa nostamaan verkkotunnuksen rajaa", "otos odottaa verkkotunnuksen kunta.example lähetysrajaa")]
    [InlineData("sv", "Stickprovet väntar på sändningsgränsen för kunta.example, och alla andra väntar på stickprovet.", "be den som driver tjänsten höja domänens gräns", "stickprovet väntar på sändningsgränsen för kunta.example")]
    [InlineData("en", "The sample waits for the limit of kunta.example, and everybody else waits for the sample.", "ask whoever runs the service to raise the domain’s limit", "the sample waits for the limit of kunta.example")]
    public async Task Canary_that_waits_for_a_domains_limit_says_so_until_when_and_what_one_can_do(string language, string waits, string advice, string timeline)
    {
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var last = Web.Clock.GetUtcNow().AddHours(3);
        var time = $"<time datetime=\"{last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"";
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.UnderWay).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.CanaryState, CanaryState.Sending).SetProperty(m => m.CanaryEvery, 10), TestContext.Current.CancellationToken);
        // What was tried holds no canary up.
        await PlaceAsync(last, attempts: 1);
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldNotContain(waits);
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin")).ShouldNotContain(timeline);

        await PlaceAsync(last, attempts: 0);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page[page.IndexOf(waits, StringComparison.Ordinal)..].ShouldContain(time);
        page.ShouldContain(advice);
        var entry = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));
        entry[entry.IndexOf(timeline, StringComparison.Ordinal)..].ShouldContain(time);
        (await ReportAsync()).CanaryLimit.ShouldNotBeNull().Domain.ShouldBe("kunta.example");
    }

    private Task<MailingReport> ReportAsync() => Web.InScopeAsync<FindMailing, MailingReport>(async find =>
        MailingReport.Of((await find.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken))!));

    // The one that was put off has a place in its domain's plan instead.
    private async Task PlaceAsync(DateTimeOffset at, int attempts)
    {
        await using var db = Web.Database();
        await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Deferred).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.PlacedAt, Web.Clock.GetUtcNow()).SetProperty(d => d.NextAttemptAt, at).SetProperty(d => d.Attempts, attempts),
            TestContext.Current.CancellationToken);
    }
}
