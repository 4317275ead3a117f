using System.Net;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What goes wrong with a mailing is told on its page, with what people can do about it.</summary>
public sealed class MailingHaltPagesTests : WatchingTests
{
    [Fact]
    public async Task Mailing_that_paused_itself_says_why()
    {
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Paused}"));

        page.ShouldContain("Lähetys keskeytti itsensä: hylättyjä tai palautuneita viestejä 1 / 2");
        page.ShouldContain($"/admin/deliveries?mailing={Work.Paused}&state=Rejected");
    }

    [Theory]
    [InlineData("fi", "Lähetys keskeytti itsensä: suurin osa otoksen viesteistä lykättiin")]
    [InlineData("sv", "Utskicket pausade sig självt: de flesta meddelanden i stickprovet sköts upp")]
    [InlineData("en", "It paused itself: receivers put off most of its sample")]
    public async Task Mailing_whose_canary_was_put_off_says_so_and_shows_what_the_receivers_said(string language, string title)
    {
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Paused)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.PauseReason, PauseReason.Deferrals), TestContext.Current.CancellationToken);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Paused}"));

        page.ShouldContain(title);
        page.ShouldContain($"/admin/deliveries?mailing={Work.Paused}&state=Deferred");
    }

    [Theory]
    [InlineData("fi", "Lähetä muillekin nyt")]
    [InlineData("sv", "Skicka till de övriga nu")]
    [InlineData("en", "Send to everybody else now")]
    public async Task Person_does_not_wait_for_a_canary(string language, string button)
    {
        var path = $"/admin/mailings/{Work.UnderWay}";
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        (await Person.ReadAsync(path)).ShouldNotContain("value=\"everybody\"");
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.UnderWay)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.CanaryState, CanaryState.Sending), TestContext.Current.CancellationToken);
        WebUtility.HtmlDecode(await Person.ReadAsync(path)).ShouldContain(button);

        await Person.PostAsync(path, from: path, ("_handler", "everybody"));

        (await MailingAsync(Work.UnderWay)).CanaryState.ShouldBe(CanaryState.Passed);
        WebUtility.HtmlDecode(await Person.ReadAsync(path)).ShouldNotContain(button);
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

    [Theory]
    [InlineData("kunnat", "fi", "Välityspalvelin posti jättää viestejä epäselviksi", "jokainen uusi yritys voi jättää yhden viestin lisää epäselväksi", "Kaikki muut viestit odottavat.", "Epäselviä tähän mennessä:")]
    [InlineData("kunnat", "sv", "Reläservern posti gör meddelanden oklara", "kan varje nytt försök göra ett meddelande till oklart", "Alla andra meddelanden väntar.", "Oklara hittills:")]
    [InlineData("kaksin", "en", "The relay posti leaves messages in doubt", "each new try may leave one more message in doubt", "All other messages go through vara meanwhile.", "In doubt so far:")]
    public async Task Relay_that_leaves_doubt_is_told_with_how_many_are_in_doubt_and_nobody_says_that_nothing_is_lost(
        string sender, string language, string title, string why, string others, string number)
    {
        await DoubtAsync(sender);
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", MailExplanations.LostAfter.Of("Connection reset by peer"), 0.5, leavesDoubt: true);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var link = $"<a href=\"/admin/deliveries?mailing={Work.UnderWay}&state=InDoubt\">";

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain(title);
        page.ShouldContain(why);
        page.ShouldContain(others);
        page.ShouldContain($"{number} {link}<span class=\"count\" data-live=\"count-InDoubt\">1</span>");
        ShouldNotSayThatNothingIsLost(page);
        var timeline = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));
        timeline.ShouldContain(title);
        timeline.ShouldContain($"{link}Syksyn uutiskirje: 1</a>");
        ShouldNotSayThatNothingIsLost(timeline);
    }

    [Fact]
    public async Task Relay_in_trouble_is_no_reason_to_say_that_nothing_is_lost_while_messages_are_in_doubt()
    {
        await DoubtAsync("kunnat");
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        page.ShouldContain("Välityspalvelin posti ei ota viestejä vastaan");
        page.ShouldContain("Epäselviä tähän mennessä:");
        ShouldNotSayThatNothingIsLost(page);
        var timeline = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));
        timeline.ShouldContain("Syksyn uutiskirje: 1</a>");
        ShouldNotSayThatNothingIsLost(timeline);
    }

    private static void ShouldNotSayThatNothingIsLost(string page)
    {
        foreach (var promise in new[] { "itään ei katoa", "mitään katoa", "ngenting går förlorat", "othing is lost" })
            page.ShouldNotContain(promise);
    }

    private async Task DoubtAsync(string sender)
    {
        await ThroughAsync(sender);
        // At night nothing would be tried.
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        await using var db = Web.Database();
        await db.Set<Delivery>().Where(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Deferred)
            .ExecuteUpdateAsync(row => row.SetProperty(d => d.State, DeliveryState.InDoubt), TestContext.Current.CancellationToken);
    }
}
