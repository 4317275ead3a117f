using System.Net;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

public sealed class MailingPagesTests : WatchingTests
{
    [Fact]
    public async Task Mailing_is_cancelled_by_POST_and_never_by_GET()
    {
        var path = $"/admin/mailings/{Work.UnderWay}/cancel";
        (await Person.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Person.GetAsync($"{path}?_handler=cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Person.PostWithoutTokenAsync(path, ("_handler", "cancel"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldBeNull();

        var answer = await Person.PostAsync(path, from: path, ("_handler", "cancel"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldNotBeNull();
        (await Person.ReadAsync(new Uri(Web.Address, answer.Headers.Location!).PathAndQuery)).ShouldContain("Lähetys on peruttu.");
    }

    [Fact]
    public async Task Mailing_is_paused_and_goes_on_as_a_person_says()
    {
        var path = $"/admin/mailings/{Work.UnderWay}";
        await Person.PostAsync(path, from: path, ("_handler", "pause"));
        (await MailingAsync(Work.UnderWay)).PauseReason.ShouldBe(PauseReason.Person);
        (await Person.ReadAsync(path)).ShouldContain("Lähettäminen on keskeytetty");

        await Person.PostAsync(path, from: path, ("_handler", "resume"));
        (await MailingAsync(Work.UnderWay)).PausedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Mailing_that_paused_itself_says_why()
    {
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Paused}"));

        page.ShouldContain("Lähetys keskeytti itsensä: hylättyjä tai palautuneita viestejä 1 / 2");
        page.ShouldContain($"/admin/deliveries?mailing={Work.Paused}&state=Rejected");
    }

    [Theory]
    [InlineData("fi", "Lähetys keskeytti itsensä: liian moni otoksen viesti on epäselvä")]
    [InlineData("sv", "Utskicket pausade sig självt: för många meddelanden i stickprovet är oklara")]
    [InlineData("en", "It paused itself: too many messages of its sample are in doubt")]
    public async Task Mailing_whose_canary_is_in_doubt_says_so(string language, string title)
    {
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Paused)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.PauseReason, PauseReason.Doubt), TestContext.Current.CancellationToken);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Paused}"));

        page.ShouldContain(title);
    }

    [Fact]
    public async Task Doubt_is_resolved_as_a_person_says_and_the_certificate_gets_a_new_version()
    {
        var path = $"/admin/mailings/{Work.Closed}/doubt";
        var doubtful = Work.Deliveries[DeliveryState.InDoubt];
        (await Person.ReadAsync(path)).ShouldContain("<code class=\"hash\">0198-1@digione.example</code>", customMessage: "It is what the mail server's log is searched for.");
        (await Person.PostAsync(path, from: path, ("_handler", "doubt"), ("answer", $"Perhaps:{doubtful}"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await Person.PostAsync(path, from: path, ("_handler", "doubt"), ("answer", $"Landed:{doubtful}"));

        await using var db = Web.Database();
        (await db.Set<Delivery>().AsNoTracking().SingleAsync(row => row.Id == doubtful, TestContext.Current.CancellationToken)).State
            .ShouldBe(DeliveryState.Accepted);
        await Web.Services.UseAsync<RenewCertificates, bool>(async renew =>
        {
            await renew.ExecuteAsync(TestContext.Current.CancellationToken);
            return true;
        });
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate"));
        page.ShouldContain("Versio 2");
        page.ShouldContain("kunta.example");
        var sheet = await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate/2.csv");
        sheet.ShouldContain("all;;5;2;1;1;1;0;0;0;0;0;0;0;0;1;0;2;");
        (await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate/1.csv")).ShouldContain("all;;5;1;1;1;1;0;0;0;0;0;0;0;0;1;1;1;");
    }

    [Fact]
    public async Task Sum_that_is_wrong_is_told_on_the_mailings_page()
    {
        var token = TestContext.Current.CancellationToken;
        await using (var db = Web.Database())
        {
            await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Skipped).ExecuteDeleteAsync(token);
            await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.State, DeliveryState.Accepted), token);
        }

        (await Web.InScopeAsync<CloseMailing, bool>(close => close.ExecuteAsync(Work.UnderWay, token))).ShouldBeFalse();

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain("Summa ei täsmää");
        page.ShouldContain("Vastaanottajia on 5, mutta vain 4 on selvitetty.");
    }

    [Theory]
    [InlineData("fi", "Lähetystodistusta ei voitu kirjoittaa", "Lähetystodistusta kirjoitetaan")]
    [InlineData("sv", "Utskicksintyget kunde inte skrivas", "Utskicksintyget skrivs")]
    [InlineData("en", "The certificate could not be written", "The certificate is being written")]
    public async Task Certificate_that_could_not_be_written_is_told_on_the_mailings_page(string language, string title, string before)
    {
        var token = TestContext.Current.CancellationToken;
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        await using (var db = Web.Database())
        {
            await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay && row.State != DeliveryState.Skipped)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.State, DeliveryState.Accepted), token);
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER refuse BEFORE INSERT ON certificates BEGIN SELECT RAISE(ABORT, 'permission denied for table certificates'); END", token);
        }

        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldContain(before);

        (await Web.InScopeAsync<CloseMailing, bool>(close => close.ExecuteAsync(Work.UnderWay, token))).ShouldBeFalse();

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain(title);
        page.ShouldContain("permission denied for table certificates");
        page.ShouldNotContain(before);
    }

    [Fact]
    public async Task Timeline_tells_doubt_apart_from_failure() =>
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin")).ShouldContain("1 epäonnistui · 1 epäselvää");

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
    [InlineData("fi", "Viestejä ei lähde: mitään ei voida kirjata", "Tietokanta ei vastaa. Pyydä palvelun ylläpitoa")]
    [InlineData("sv", "Inga meddelanden går ut: ingenting kan bokföras", "Databasen svarar inte. Be den som driver tjänsten")]
    [InlineData("en", "Nothing goes out: the database cannot record it", "The database does not answer. Ask whoever runs the service")]
    public async Task Ledger_that_cannot_be_written_is_told_where_it_holds_a_mailing_up(string language, string title, string advice)
    {
        var ledger = Web.Services.GetRequiredService<LedgerHealth>();
        Web.Clock.Advance(TimeSpan.FromMinutes(1));
        ledger.Failed(this, new TimeoutException("no answer from db.example"));
        ledger.Failed(this, new TimeoutException("no answer from db.example"));
        Person.Http.DefaultRequestHeaders.Add("Accept-Language", language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain(title);
        page.ShouldContain(advice);
        page.ShouldContain("no answer from db.example");
        page.ShouldContain($"datetime=\"{Web.Clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
        foreach (var other in new[] { Work.Planned, Work.Closed })
            WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{other}")).ShouldNotContain(title);

        ledger.Succeeded(this);
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldNotContain(title);
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

    [Theory]
    [InlineData("kaksin", "fi", "Viestit kulkevat sillä välin muuta kautta: vara.")]
    [InlineData("kaksin", "sv", "Meddelandena går under tiden via vara")]
    [InlineData("kaksin", "en", "Messages go through vara meanwhile")]
    [InlineData("kunnat", "en", "Messages wait and nothing is lost.")]
    [InlineData("digione", "en", null)]
    public async Task Relay_in_trouble_holds_up_only_what_no_other_carries(string sender, string language, string? told)
    {
        await ThroughAsync(sender);
        // At night nothing would be tried.
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", MailExplanations.ConnectionRefused.Of("posti.example:587", "posti"), 0.5);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));

        page.Contains("posti.example:587", StringComparison.Ordinal).ShouldBe(told is not null);
        if (told is not null)
            page.ShouldContain(told);
        page.Contains("Messages wait and nothing is lost.", StringComparison.Ordinal).ShouldBe(sender == "kunnat");
        if (language == "fi")
            page.ShouldContain("posti.example:587 ei ota yhteyksiä vastaan.");
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
        var report = await Web.InScopeAsync<FindMailing, MailingReport>(async find =>
            MailingReport.Of((await find.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken))!));

        page.ShouldContain("state-planned");
        page.ShouldContain("<dt>Lähtöaika</dt>");
        page.ShouldNotContain("<dt>Alkoi</dt>");
        page.ShouldNotContain("Seuraava yritys", customMessage: "While it is quiet nothing is tried.");
        timeline.ShouldContain("Hiljainen aika, lähtee <time");
        report.WaitsUntil!.Value.ShouldBeGreaterThan(Web.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("fi", "Osoitteisiin @kunta.example lähetetään viestejä rajoitetulla nopeudella", "Vuoroaan odottavia viestejä: 1.", "Lykätty")]
    [InlineData("sv", "Till adresser @kunta.example skickas meddelanden i begränsad takt", "Meddelanden som väntar på sin tur: 1.", "Uppskjutet")]
    [InlineData("en", "Mail to kunta.example goes out at a limited rate", "Waiting for their turn: 1.", "Put off")]
    public async Task Mailing_that_a_domains_limit_holds_up_says_how_many_wait_and_until_when(string language, string title, string waiting, string state)
    {
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        var last = Web.Clock.GetUtcNow().AddHours(3);
        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Deferred)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.PlacedAt, Web.Clock.GetUtcNow()).SetProperty(d => d.NextAttemptAt, last), TestContext.Current.CancellationToken);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        var report = await Web.InScopeAsync<FindMailing, MailingReport>(async find =>
            MailingReport.Of((await find.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken))!));

        page.ShouldContain(title);
        page.ShouldContain(waiting);
        page.ShouldContain($"datetime=\"{last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
        page.ShouldContain(state);
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

    [Fact]
    public async Task Cancelled_mailing_that_had_started_says_when()
    {
        await Web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken));
        await Web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(Work.Planned, TestContext.Current.CancellationToken));
        await Web.InScopeAsync<CloseMailing, bool>(close => close.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken));

        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldContain("<dt>Alkoi</dt>");
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}")).ShouldContain("<dt>Piti lähteä</dt>");
    }

    [Fact]
    public async Task Languages_of_the_preview_come_as_they_are_configured()
    {
        Web.Services.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages = ["sv", "en", "fi"];

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}"));

        Regex.Matches(page, "language=([a-z]{2})#preview").Select(match => match.Groups[1].Value).ShouldBe(["sv", "fi"]);
    }

    [Fact]
    public async Task Organiser_may_neither_pause_a_newsletter_nor_decide_about_its_doubt()
    {
        using var organiser = await OrganiserAsync();
        await organiser.PostAsync($"/admin/mailings/{Work.UnderWay}", from: "/admin", ("_handler", "pause"));
        await organiser.PostAsync($"/admin/mailings/{Work.Closed}/doubt", from: "/admin", ("_handler", "doubt"), ("answer", "Landed:all"));

        (await MailingAsync(Work.UnderWay)).PausedAt.ShouldBeNull();
        await using var db = Web.Database();
        (await db.Set<Delivery>().CountAsync(row => row.State == DeliveryState.InDoubt, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Overdue_mailing_starts_when_a_person_says_so()
    {
        (await Person.ReadAsync("/admin")).ShouldContain($"/admin/mailings/{Work.Overdue}");
        var path = $"/admin/mailings/{Work.Overdue}";

        (await Person.PostAsync(path, from: path, ("_handler", "release"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        await using var db = Web.Database();
        var item = await db.Set<DueItem>().SingleAsync(item => item.SubjectId == Work.Overdue.Value, TestContext.Current.CancellationToken);
        (item.State, item.DueAt).ShouldBe((DueState.Waiting, Microseconds(Web.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Organiser_may_not_cancel_a_newsletter()
    {
        using var organiser = await OrganiserAsync();
        var path = $"/admin/mailings/{Work.UnderWay}/cancel";
        (await organiser.ReadAsync(path)).ShouldNotContain("name=\"_handler\" value=\"cancel\"");

        await organiser.PostAsync(path, from: path, ("_handler", "cancel"));
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Organiser_is_shown_the_way_to_no_page_that_is_closed()
    {
        using var organiser = await OrganiserAsync();
        var page = await organiser.ReadAsync("/admin");
        foreach (var link in Regex.Matches(page, "href=\"(/admin/[a-z]+)\"").Select(match => match.Groups[1].Value).Distinct())
            (await organiser.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK, link);
        page.ShouldContain("/admin/sessions");
        page.ShouldNotContain("/admin/newsletters");
    }

    [Fact]
    public async Task Template_that_fails_is_named_with_its_place_on_the_mailings_page()
    {
        await using (var db = Web.Database())
        {
            var template = new MailTemplate
            {
                Html = "newsletters/broken.sbn-html",
                Files = new Dictionary<string, string> { ["newsletters/broken.sbn-html"] = "<p>\n{{ newsletter.nothing.more }}" },
                Words = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            };
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Planned)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.Template, JsonText.Write(template)), TestContext.Current.CancellationToken);
        }

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}"));
        page.ShouldContain("<code>newsletters/broken.sbn-html</code>, rivi 2");
        (await Person.GetAsync($"/admin/mailings/{Work.Planned}/preview/fi")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Certificate_says_that_everyone_is_accounted_for()
    {
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Closed}"));
        page.ShouldContain("Kaikki vastaanottajat on kirjattu: 5.");
        page.ShouldContain("Luovutettu 1, hylätty 1, ohitettu 1, peruttu 1, epäselviä 1.");
        page.ShouldContain(new string('a', 64));
        page.ShouldContain($"/admin/deliveries?mailing={Work.Closed}&state=Rejected");
        page.ShouldNotContain("data-live-events");
    }

    [Theory]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/cancel")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/preview/fi")]
    [InlineData("/admin/deliveries/999999")]
    [InlineData("/admin/captured/20261123T100000-../../etc/passwd")]
    [InlineData("/admin/captured/nothing")]
    [InlineData("/admin/captured/nothing/html")]
    public async Task What_does_not_exist_says_so(string path)
    {
        var answer = await Person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Sivua ei löydy");
    }

    [Fact]
    public async Task Preview_comes_under_a_policy_of_its_own()
    {
        var answer = await Person.GetAsync($"/admin/mailings/{Work.Planned}/preview/fi");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Marraskuun kuulumiset");
    }

    // Captured mail knows neither quiet times nor relays.
    private async Task ThroughAsync(string sender)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.SenderKey, sender), TestContext.Current.CancellationToken);
    }

    private async Task<Mailing> MailingAsync(MailingId id)
    {
        await using var db = Web.Database();
        return await db.Set<Mailing>().AsNoTracking().SingleAsync(mailing => mailing.Id == id, TestContext.Current.CancellationToken);
    }

    // As the database keeps it.
    private static DateTimeOffset Microseconds(DateTimeOffset instant) => new(instant.UtcTicks / 10 * 10, TimeSpan.Zero);
}
