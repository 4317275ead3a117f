using System.Globalization;
using System.Net;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>When a mailing goes on, and what it waits for, as its page tells it.</summary>
public sealed class MailingTimesTests : WatchingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kunnat", true, "fi", "Noudatetaan")]
    [InlineData("kunnat", false, "fi", "Pois käytöstä asetuksissa")]
    [InlineData("kunnat", false, "sv", "Avstängda i inställningarna")]
    [InlineData("kunnat", false, "en", "Switched off in the configuration")]
    [InlineData("digione", true, "fi", "Ei noudateta, koska viestit vain siepataan")]
    [InlineData("digione", true, "sv", "Följs inte, eftersom meddelandena bara fångas")]
    [InlineData("digione", true, "en", "Not observed: its mail is only captured")]
    public async Task Quiet_times_are_told_as_observed_only_where_they_are(string sender, bool enabled, string language, string told)
    {
        await SetAsync(Work.UnderWay, mailing => mailing.SetProperty(m => m.SenderKey, sender));
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = enabled;

        (await PageAsync(language)).ShouldContain($"<dd>{told}</dd>");
    }

    [Theory]
    [InlineData("fi", "Otoksen jälkeen odotetaan 10 min", "Muut saavat viestin:")]
    [InlineData("sv", "Efter stickprovet är det en paus på 10 min", "De övriga får meddelandet:")]
    [InlineData("en", "Between the sample and everybody else there is a wait of 10 min", "The rest follows:")]
    public async Task Sample_is_told_with_the_wait_and_then_with_its_end(string language, string wait, string end)
    {
        await SetAsync(Work.UnderWay, mailing => mailing.SetProperty(m => m.CanaryState, CanaryState.Sending));
        (await PageAsync(language)).ShouldContain(wait);

        await SetAsync(Work.UnderWay, mailing => mailing.SetProperty(m => m.CanaryDoneAt, Web.Clock.GetUtcNow()));

        var page = await PageAsync(language);
        page.ShouldContain($"{end} <time datetime=\"{Utc(Web.Clock.GetUtcNow().AddMinutes(10))}\">");
        page.ShouldNotContain(wait);
    }

    [Fact]
    public async Task Sample_that_ends_in_a_quiet_time_is_told_with_the_end_of_that()
    {
        var now = Web.Clock.GetUtcNow();
        var local = Web.Services.GetRequiredService<LocalTime>().At(now);
        var quiet = Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value;
        (quiet.Weekends, quiet.Holidays, quiet.Months) = (false, false, []);
        // Begins within the wait, and ends two hours later.
        (quiet.From, quiet.Until) = (TimeOnly.FromDateTime(local.AddMinutes(5)), new TimeOnly(local.AddHours(3).Hour, 0));
        await SetAsync(
            Work.UnderWay,
            mailing => mailing.SetProperty(m => m.SenderKey, "kunnat").SetProperty(m => m.CanaryState, CanaryState.Sending).SetProperty(m => m.CanaryDoneAt, now));

        var end = Web.Services.GetRequiredService<QuietTimes>().Until(now.AddMinutes(10))!.Value;
        (await PageAsync("en")).ShouldContain($"The rest follows: <time datetime=\"{Utc(end)}\">");
    }

    [Theory]
    [InlineData("fi", "menee ensin otokselle, muille: <time")]
    [InlineData("sv", "går först till ett stickprov, till alla andra: <time")]
    [InlineData("en", "goes to a sample first, to everybody else: <time")]
    public async Task Timeline_tells_when_everybody_else_follows_the_sample(string language, string told)
    {
        await SetAsync(
            Work.UnderWay,
            mailing => mailing.SetProperty(m => m.CanaryState, CanaryState.Sending).SetProperty(m => m.CanaryDoneAt, Web.Clock.GetUtcNow()));
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var timeline = WebUtility.HtmlDecode(await Person.ReadAsync("/admin"));

        timeline.ShouldContain($"{told} datetime=\"{Utc(Web.Clock.GetUtcNow().AddMinutes(10))}\">");
    }

    [Theory]
    [InlineData("fi", "klo {0:H.mm.ss}", "Uusi yritys tehdään, kun seuraava viesti lähtee.")]
    [InlineData("sv", "kl. {0:H.mm.ss}", "Ett nytt försök görs med nästa meddelande.")]
    [InlineData("en", "{0:HH:mm:ss}", "It is tried again with the next message.")]
    public async Task Try_that_comes_in_seconds_is_told_to_the_second_and_one_that_has_passed_not_at_all(string language, string form, string soon)
    {
        await SetAsync(Work.UnderWay, mailing => mailing.SetProperty(m => m.SenderKey, "kunnat"));
        Web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        var trouble = Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);
        var shown = string.Format(CultureInfo.InvariantCulture, form, Web.Services.GetRequiredService<LocalTime>().At(trouble.Until));

        (await PageAsync(language)).ShouldContain($"<time datetime=\"{Utc(trouble.Until)}\">{shown}</time>");

        Web.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await PageAsync(language);
        later.ShouldContain(soon);
        later.ShouldNotContain($"datetime=\"{Utc(trouble.Until)}\"");
    }

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<string> PageAsync(string language)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}"));
    }

    private async Task SetAsync(MailingId id, Action<UpdateSettersBuilder<Mailing>> set)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().Where(mailing => mailing.Id == id).ExecuteUpdateAsync(set, Token);
    }
}
