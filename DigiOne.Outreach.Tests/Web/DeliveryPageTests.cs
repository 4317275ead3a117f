using System.Text.RegularExpressions;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The page of one delivery: who or what ended it, what it waits for, and how often it was tried.</summary>
public sealed class DeliveryPageTests : DeliveryWatchingTests
{
    [Theory]
    [InlineData("550 5.1.1 No such person here", "Ei: viesti hylättiin lopullisesti", "Vastaanottava puoli hylkäsi viestin")]
    [InlineData("Given up after 30 minutes. Last answer: 451 4.7.1 Greylisted", "Ei: viestistä luovuttiin", "Luovuttiin, kun oli yritetty 30 minuuttia. Viimeisin vastaus: 451 4.7.1 Greylisted")]
    [InlineData("Given up after 48 hours. Last answer: The message could not be made; the log says why.", "Ei: viestiä ei voitu lähettää", "Viestiä ei voitu muodostaa")]
    [InlineData("552 5.3.4 The message has 900 bytes, and the relay takes 500 at most.", "Ei: viestiä ei voitu lähettää", "Mikään lähettäjän välityspalvelimista")]
    [InlineData("newsletters/issue.sbn-html, line 2, column 4: nothing is called so", "Ei: viestiä ei voitu lähettää", "Viestiä ei voitu muodostaa")]
    public async Task Whoever_ended_a_delivery_is_named(string reply, string answer, string why)
    {
        var page = await PageAsync(await SetAsync(DeliveryState.Rejected, reply));

        page.ShouldContain(answer);
        page.ShouldContain(why);
        if (!reply.StartsWith("550", StringComparison.Ordinal))
            page.ShouldNotContain("Vastaanottava puoli hylkäsi");
    }

    [Fact]
    public async Task Person_who_gave_a_delivery_up_is_named_with_the_time_and_is_no_try()
    {
        var doubtful = Work.Deliveries[DeliveryState.InDoubt];
        var path = $"/admin/mailings/{Work.Closed}/doubt";
        Web.Clock.Advance(TimeSpan.FromMinutes(7));
        await Person.PostAsync(path, from: path, ("_handler", "doubt"), ("answer", $"GiveUp:{doubtful}"));

        var page = await PageAsync(doubtful);

        page.ShouldContain("Ei: viestistä luovuttiin");
        page.ShouldContain("Käyttäjä päätti luopua viestistä (");
        page.ShouldContain($"datetime=\"{Web.Clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");
        page.ShouldNotContain("Vastaanottava puoli");
        Tries(page).ShouldBe("1");
    }

    [Theory]
    [InlineData("fi", "kunta.example is mailed at a limited rate; this message has its place.", "Pidätämme viestiä itse", "Verkkotunnukseen kunta.example lähetetään rajoitettuun tahtiin")]
    [InlineData("sv", "Warming up: all 200 messages that this relay may carry today are taken.", "Vi håller inne meddelandet själva", "Uppvärmning: alla 200 meddelanden")]
    [InlineData("en", "Warming up: all 200 messages that this relay may carry today are taken.", "We hold it back ourselves", "Warming up: all 200 messages")]
    public async Task Limit_of_ours_is_told_as_ours(string language, string reply, string why, string reason)
    {
        var delivery = await SetAsync(DeliveryState.Deferred, reply);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await PageAsync(delivery);

        page.ShouldContain(why);
        page.ShouldContain(reason);
        page.ShouldNotContain("Vastaanottava puoli");
        page.ShouldNotContain("receiving side");
    }

    [Theory]
    [InlineData("fi", "Ei vielä: viesti odottaa vuoroaan", "Jokin tuli väliin", "Lykätty", "uudelleen")]
    [InlineData("sv", "Inte ännu: meddelandet väntar på sin tur", "Något kom emellan", "Uppskjutet", "nytt försök")]
    [InlineData("en", "Not yet: it waits for its turn", "Something came in between", "Put off", "again")]
    public async Task Delivery_that_was_put_off_before_its_first_try_is_called_no_retry(string language, string answer, string why, string state, string retry)
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "421 4.3.2 closing");
        await using (var db = Web.Database())
            await db.Set<Delivery>().Where(row => row.Id == delivery)
                .ExecuteUpdateAsync(row => row.SetProperty(d => d.Attempts, 0).SetProperty(d => d.Route, (string?)null), Token);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await PageAsync(delivery);

        page.ShouldContain(answer);
        page.ShouldContain(why);
        page.ShouldContain(state);
        page.ShouldNotContain(retry);
    }

    [Fact]
    public async Task Next_try_is_not_before_the_relay_is_tried_again()
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "451 4.7.1 Greylisted");
        await ThroughRelayAsync();
        // It would be night at times.
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        var trouble = Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);

        (await PageAsync(delivery)).ShouldContain($"Lähtee aikaisintaan <time datetime=\"{trouble.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");

        Web.Clock.Advance(TimeSpan.FromHours(1));
        (await PageAsync(delivery)).ShouldContain("Viesti lähtee heti, kun sen vuoro tulee.");
    }

    [Fact]
    public async Task Delivery_that_can_never_go_or_is_paused_promises_no_next_try()
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "451 4.7.1 Greylisted");
        await ThroughRelayAsync();
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Months = [.. Enumerable.Range(1, 12)];
        (await PageAsync(delivery)).ShouldContain("Lähettäjän lähetysajat ja hiljaiset ajat eivät jätä väliinsä aikaa");

        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.PausedAt, Web.Clock.GetUtcNow()), Token);
        (await PageAsync(delivery)).ShouldContain("Lähetys on keskeytetty, joten mitään ei nyt lähde.");
    }

    [Theory]
    [InlineData("fi", "Asetuksissa ei ole lähettäjää ”poistettu”, joten mitään ei lähde.", "Viesti lähtee heti")]
    [InlineData("sv", "Avsändaren ”poistettu” saknas i inställningarna, så inget går ut.", "så snart det är dess tur")]
    [InlineData("en", "The configuration names no sender “poistettu”, so nothing goes out.", "as soon as it is its turn")]
    public async Task Delivery_whose_sender_is_gone_promises_no_next_try(string language, string waits, string promise)
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "451 4.7.1 Greylisted");
        await using (var db = Web.Database())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SenderKey, "poistettu"), Token);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await PageAsync(delivery);

        page.ShouldContain(waits);
        page.ShouldNotContain(promise);
    }

    [Theory]
    [InlineData("fi", "Lähetys alkaa otoksella", "Viesti lähtee heti")]
    [InlineData("sv", "Utskicket börjar med ett stickprov", "så snart det är dess tur")]
    [InlineData("en", "The mailing starts with a sample", "as soon as it is its turn")]
    public async Task Delivery_outside_a_canary_waits_for_it_and_those_of_the_canary_do_not(string language, string waits, string promise)
    {
        var delivery = await SetAsync(DeliveryState.Waiting, "");
        var started = Web.Clock.GetUtcNow();
        await using var db = Web.Database();
        await db.Set<Mailing>().ExecuteUpdateAsync(
            row => row.SetProperty(m => m.CanaryState, CanaryState.Sending).SetProperty(m => m.ActivatedAt, started), Token);
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        await DueAsync(started);
        var outside = await PageAsync(delivery);
        outside.ShouldContain(waits);
        outside.ShouldNotContain(promise);

        await DueAsync(started - ClaimDeliveries.CanaryLead);
        var within = await PageAsync(delivery);
        within.ShouldContain(promise);
        within.ShouldNotContain(waits);

        Task<int> DueAsync(DateTimeOffset at) => db.Set<Delivery>().Where(row => row.Id == delivery)
            .ExecuteUpdateAsync(row => row.SetProperty(d => d.NextAttemptAt, at), Token);
    }

    [Fact]
    public async Task As_many_tries_are_counted_as_are_told()
    {
        var delivery = await SetAsync(DeliveryState.Deferred, "mx.example:25 refuses connections. Check that the relay runs and that Relays:posti:Port is right.");
        await using (var db = Web.Database())
        {
            // Where no relay was reached there was no intent.
            await db.Set<Delivery>().Where(row => row.Id == delivery).ExecuteUpdateAsync(row => row.SetProperty(d => d.Attempts, 0), Token);
            for (var epoch = 1; epoch <= 3; epoch++)
                db.Add(new Attempt { DeliveryId = delivery, Epoch = epoch, At = Web.Clock.GetUtcNow(), Route = "posti", Outcome = DeliveryState.Deferred, Reply = "mx.example:25 refuses connections." });
            await db.SaveChangesAsync(Token);
        }

        Tries(await PageAsync(delivery)).ShouldBe("3");
    }

    private static string Tries(string page) =>
        Regex.Match(page, "<dt>Yrityksiä</dt><dd>.*?([0-9]+).*?</dd>", RegexOptions.Singleline).Groups[1].Value;

    // Captured mail knows neither quiet times nor relays.
    private async Task ThroughRelayAsync()
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(mailing => mailing.SenderKey, "kunnat"), Token);
    }
}
