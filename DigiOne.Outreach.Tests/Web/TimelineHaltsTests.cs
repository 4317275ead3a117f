using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What holds mailings back is told on the first page, with the way to the page that says more.</summary>
public sealed class TimelineHaltsTests : WatchingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fi", "keskeytti itsensä, koska liian moni viesti hylättiin tai palautui")]
    [InlineData("sv", "pausade sig självt, eftersom för många meddelanden avvisades eller kom tillbaka")]
    [InlineData("en", "paused itself, because too many messages were rejected or came back")]
    public async Task Mailing_that_paused_itself_is_told_however_old_it_is(string language, string told)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        await SetAsync(Work.Paused, "digione", Web.Clock.GetUtcNow().AddDays(-40));

        var page = await TimelineAsync();

        page.ShouldContain($"<a href=\"/admin/mailings/{Work.Paused}\">");
        page.ShouldContain(told);
    }

    [Theory]
    [InlineData("fi", "keskeytti itsensä, koska suurin osa otoksen viesteistä lykättiin")]
    [InlineData("sv", "pausade sig självt, eftersom de flesta meddelanden i stickprovet sköts upp")]
    [InlineData("en", "paused itself, because receivers put off most of its sample")]
    public async Task Mailing_that_paused_itself_because_its_sample_was_put_off_is_told(string language, string told)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Paused)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.PauseReason, PauseReason.Deferrals), Token);

        (await TimelineAsync()).ShouldContain(told);
    }

    [Fact]
    public async Task Mailing_that_a_person_paused_asks_for_nobody()
    {
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Paused)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.PauseReason, PauseReason.Person), Token);

        (await TimelineAsync()).ShouldNotContain("Nämä eivät etene");
    }

    [Theory]
    [InlineData("fi", "asetuksissa ei ole lähettäjää ”poistettu”")]
    [InlineData("sv", "avsändaren ”poistettu” saknas i inställningarna")]
    [InlineData("en", "the configuration names no sender “poistettu”")]
    public async Task Sender_that_left_the_configuration_is_told(string language, string told)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        (await TimelineAsync()).ShouldNotContain(told);
        await SetAsync(Work.Planned, "poistettu", Web.Clock.GetUtcNow().AddDays(90));

        var page = await TimelineAsync();

        page.ShouldContain($"<a href=\"/admin/mailings/{Work.Planned}\">");
        page.ShouldContain(told);
    }

    [Theory]
    [InlineData("fi", "Välityspalvelin posti ei ota viestejä vastaan", "odottaa: lähettäjän välityspalvelin ei ota viestejä vastaan")]
    [InlineData("sv", "Reläservern posti tar inte emot meddelanden", "väntar: avsändarens reläserver tar inte emot meddelanden")]
    [InlineData("en", "The relay posti does not take messages", "waits: no relay of its sender takes messages")]
    public async Task Relay_that_is_dead_is_told_with_its_next_try_where_a_mailing_goes_through_it(string language, string relay, string mailing)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var trouble = Web.Services.GetRequiredService<RouteHealth>().Failed("posti", MailExplanations.ConnectionRefused.Of("posti.example:587", "posti"), 0.5);
        (await TimelineAsync()).ShouldNotContain(relay, customMessage: "Nothing goes through it.");
        await SetAsync(Work.UnderWay, "kunnat", Web.Clock.GetUtcNow());

        var page = await TimelineAsync();

        page.ShouldContain(relay);
        page.ShouldContain(mailing);
        page.ShouldContain($"datetime=\"{trouble.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
        page.ShouldContain("href=\"/admin/settings#relays\"");
        using var organiser = await OrganiserAsync();
        var others = WebUtility.HtmlDecode(await organiser.ReadAsync("/admin"));
        others.ShouldContain("posti.example:587");
        others.ShouldNotContain("/admin/settings#relays");
    }

    [Theory]
    [InlineData("fi", "Viestit kulkevat sillä välin muuta kautta: vara. Mitään ei katoa.", "Sen kautta kulkevat viestit odottavat")]
    [InlineData("sv", "Meddelandena går under tiden via vara. Ingenting går förlorat.", "Det som går via den väntar")]
    [InlineData("en", "Messages go through vara meanwhile. Nothing is lost.", "What goes through it waits")]
    public async Task Relay_whose_mail_another_carries_holds_no_mailing_up(string language, string told, string waits)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);
        await SetAllAsync("kaksin");

        var page = await TimelineAsync();

        page.ShouldContain(told);
        page.ShouldNotContain(waits);
        page.ShouldNotContain("odottaa: lähettäjän välityspalvelin");
        Web.Services.GetRequiredService<RouteHealth>().Failed("vara", "421 4.3.2 closing", 0.5);
        var neither = await TimelineAsync();
        neither.ShouldNotContain(told);
        neither.ShouldContain(waits);
        Web.Clock.Advance(TimeSpan.FromHours(1));
        (await TimelineAsync()).ShouldContain(waits, customMessage: "Both are tried again, and neither has answered.");
    }

    [Theory]
    [InlineData("fi", "Näiden lähettäjien viestit odottavat: Kuntien DigiOne. Muut viestit kulkevat sillä välin muuta kautta: vara.")]
    [InlineData("sv", "Meddelanden från Kuntien DigiOne väntar, alla andra går under tiden via vara.")]
    [InlineData("en", "Messages from Kuntien DigiOne wait, all others go through vara meanwhile.")]
    public async Task Relay_that_only_some_senders_have_another_beside_is_told_with_those_who_wait(string language, string told)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);
        await SetAllAsync("kaksin");
        await SetAsync(Work.UnderWay, "kunnat", Web.Clock.GetUtcNow());

        (await TimelineAsync()).ShouldContain(told);
    }

    [Theory]
    [InlineData("fi", "menee ensin otokselle")]
    [InlineData("sv", "går först till ett stickprov")]
    [InlineData("en", "goes to a sample first")]
    public async Task Mailing_that_waits_for_its_canary_says_so(string language, string told)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        (await TimelineAsync()).ShouldNotContain(told);
        await using (var db = Web.Database())
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.UnderWay)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.CanaryState, CanaryState.Sending), Token);

        (await TimelineAsync()).ShouldContain(told);
    }

    private async Task<string> TimelineAsync() => WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));

    private async Task SetAllAsync(string sender)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.SenderKey, sender), Token);
    }

    private async Task SetAsync(MailingId id, string sender, DateTimeOffset dueAt)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().Where(mailing => mailing.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(mailing => mailing.SenderKey, sender).SetProperty(mailing => mailing.DueAt, dueAt), Token);
    }
}
