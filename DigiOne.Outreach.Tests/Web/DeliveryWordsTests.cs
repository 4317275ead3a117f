using System.Net;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>By which words deliveries are called, on their page and wherever they are listed and counted.</summary>
public sealed class DeliveryWordsTests : DeliveryWatchingTests
{
    [Fact]
    public async Task Mailings_of_one_name_are_told_apart_by_when_they_are_due()
    {
        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.Name, "Uutiskirje"), Token);

        var page = WebUtility.HtmlDecode(await Person.ReadAsync("/admin/deliveries"));

        var options = Regex.Matches(page, "<option value=\"[0-9a-f-]{36}\"[^>]*>([^<]+)</option>").Select(match => match.Groups[1].Value).ToList();
        options.Count.ShouldBeGreaterThan(3);
        options.ShouldBeUnique();
        options.ShouldAllBe(option => option.Contains("klo", StringComparison.Ordinal));
        Regex.Count(page, "<span>Uutiskirje</span><span class=\"small muted\"><time").ShouldBeGreaterThan(5);
    }

    [Theory]
    [InlineData("fi", "Siepattu", "Luovutettu")]
    [InlineData("sv", "Fångat", "Överlämnat")]
    [InlineData("en", "Captured", "Accepted")]
    public async Task Captured_message_was_accepted_by_nobody(string language, string captured, string accepted)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var delivery = Work.Deliveries[DeliveryState.Accepted];

        var page = await PageAsync(delivery);
        page.ShouldContain($"<span>{captured}</span>");
        page.ShouldContain($"<dt>{captured}</dt>");
        page.ShouldNotContain($"<span>{accepted}</span>");
        page.ShouldNotContain($"<dt>{accepted}</dt>");
        var list = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/deliveries?mailing={Work.Closed}"));
        list.ShouldContain($"<span>{captured}</span>");
        list.ShouldNotContain($"<span>{accepted}</span>");

        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(row => row.Id == delivery).ExecuteUpdateAsync(row => row.SetProperty(d => d.Route, "posti"), Token);
        (await PageAsync(delivery)).ShouldContain($"<span>{accepted}</span>");
    }

    [Theory]
    [InlineData("Warming up: all 200 messages that this relay may carry today are taken.", 1, "Odottaa lähetysrajaa", DeliveryStanding.Limited)]
    [InlineData("posti.example:587 refuses connections. Check that the relay runs and that Relays:posti:Port is right.", 0, "Lykätty", DeliveryStanding.Deferred)]
    [InlineData("kunta.example asked relay posti for patience: 421 4.7.28 slow down", 0, "Lykätty", DeliveryStanding.Deferred)]
    [InlineData("451 4.7.1 Greylisted", 1, "Lykätty", DeliveryStanding.Deferred)]
    public async Task Message_that_waits_is_called_by_the_word_that_it_is_counted_and_found_under(string reply, int attempts, string badge, DeliveryStanding standing)
    {
        var delivery = await SetAsync(DeliveryState.Deferred, reply);
        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(row => row.Id == delivery).ExecuteUpdateAsync(row => row.SetProperty(d => d.Attempts, attempts), Token);

        (await PageAsync(delivery)).ShouldContain($"<span>{badge}</span>");
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/deliveries?mailing={Work.UnderWay}&state={standing}")).ShouldContain($"<span>{badge}</span>");
        var mailing = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
        mailing.ShouldContain($"data-live=\"count-{standing}\">1</span>");
        mailing.ShouldContain($"<dt>{badge}</dt>");
    }

    [Theory]
    [InlineData("The message had left when the connection failed before its answer (Connection reset by peer).", "Viesti on voinut mennä perille")]
    [InlineData("Relay posti takes no messages for now. What happened there last: The message had left when the connection failed before its answer (reset).", "Jokin tuli väliin. Mikään ei ole kadonnut")]
    public async Task Message_that_may_have_arrived_and_is_sent_again_is_told_apart_from_one_that_waits_for_the_same_relay(string reply, string why)
    {
        var page = await PageAsync(await SetAsync(DeliveryState.Deferred, reply));

        page.ShouldContain(why);
        page.Contains("Mikään ei ole kadonnut", StringComparison.Ordinal).ShouldBe(why.Contains("kadonnut", StringComparison.Ordinal));
        if (reply.StartsWith("Relay", StringComparison.Ordinal))
            page.ShouldContain("Välityspalvelin posti ei nyt ota viestejä vastaan. Mitä siellä viimeksi tapahtui: Viesti oli lähtenyt");
    }

    [Fact]
    public async Task Message_of_a_paused_mailing_is_not_being_tried_again()
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "451 4.7.1 Greylisted");
        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.PausedAt, Web.Clock.GetUtcNow()), Token);

        (await PageAsync(delivery)).ShouldContain("<span>Keskeytetty</span>");
    }

    [Fact]
    public async Task Words_of_the_system_stand_apart_from_ours()
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "posti.example:587 cannot be reached: No route to host.");

        (await PageAsync(delivery)).ShouldContain("Palvelimeen posti.example:587 ei saada yhteyttä: <q lang=\"en\">No route to host</q>.");
    }
}
