using System.Net;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

public sealed class ComposeNewsletterTests
{
    private const string New = "/admin/newsletters/new";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_newsletter_shows_the_default_sender_first_whatever_the_order_of_the_others()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        var page = await person.ReadAsync(New);

        page.IndexOf("<option value=\"digione\"", StringComparison.Ordinal)
            .ShouldBeInRange(1, page.IndexOf("<option value=\"kunnat\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Newsletter_is_composed_previewed_scheduled_and_called_off_by_forms_alone()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();

        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();
        (await person.ReadAsync(place + "?language=fi")).ShouldContain("Syksyn uutiset");
        using var frame = await person.GetAsync(place + "/preview/fi");
        (await frame.TextAsync()).ShouldContain("<strong>kaikki</strong>");
        frame.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox;");

        (await person.ReadAsync(place + "/schedule")).ShouldContain("5");
        var at = web.Clock.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", null);
        (await person.TakenAsync(place + "/schedule", new Dictionary<string, string>
        {
            ["_handler"] = "schedule",
            ["at.mode"] = "at",
            ["at"] = $"{at}T09:30:15",
        })).ShouldEndWith("?done=scheduled");
        string cancel;
        await using (var db = web.Database())
        {
            var mailing = await db.Set<Mailing>().SingleAsync(Token);
            mailing.State.ShouldBe(MailingState.Scheduled);
            mailing.DueAt.Second.ShouldBe(15);
            cancel = $"/admin/mailings/{mailing.Id}/cancel";
            (await person.ReadAsync(place)).ShouldContain(cancel);
        }

        (await person.TakenAsync(cancel, new Dictionary<string, string> { ["_handler"] = "cancel" })).ShouldEndWith($"{place}?done=cancelled");
        await using var after = web.Database();
        (await after.Set<Campaign>().SingleAsync(Token)).MailingId.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_schedules_is_told_first_when_the_newsletter_would_leave()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var fields = Composing.Newsletter();
        fields["sender"] = "ajoissa";
        var place = (await person.TakenAsync(New, fields)).Plain();
        var quiet = web.Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value;
        quiet.Enabled = false;
        (await person.ReadAsync(place + "/schedule")).ShouldContain("Viesti lähtee heti.");

        web.CloseWindow();
        var now = web.Services.GetRequiredService<LocalTime>().At(web.Clock.GetUtcNow());
        var leaves = WebUtility.HtmlDecode(await person.ReadAsync(place + "/schedule"));
        leaves.ShouldContain("Lähettäjän lähetysajan ulkopuolella: viesti lähtee");
        leaves.ShouldNotContain("Viesti lähtee heti.");

        var at = new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "at", ["at"] = $"{now.AddDays(1):yyyy-MM-dd'T'HH:mm}" };
        using var asked = await person.SendAsync(place + "/schedule", at);
        (await asked.TextAsync()).ShouldContain("Viesti ei lähtisi tähän aikaan");
        await using (var db = web.Database())
            (await db.Set<Mailing>().AnyAsync(Token)).ShouldBeFalse();

        at["at.told"] = at["at"];
        var taken = await person.TakenAsync(place + "/schedule", at);
        taken.ShouldEndWith("?done=scheduled");
        WebUtility.HtmlDecode(await person.ReadAsync(taken)).ShouldContain("Lähettäjän lähetysajan ulkopuolella: viesti lähtee");
    }

    [Fact]
    public async Task Mistakes_are_named_at_their_fields_and_what_was_typed_stays()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var fields = Composing.Newsletter(name: "");
        fields["variants.fi.articles.0.link"] = "javascript:alert(1)";
        fields["variants.en.body"] = "A text without a subject";

        using var answer = await person.SendAsync(New, fields);
        var page = await answer.TextAsync();
        page.ShouldContain("href=\"#field-name\"");
        page.ShouldContain("href=\"#field-variants-fi-articles-0-link\"");
        page.ShouldContain("href=\"#field-variants-en-subject\"");
        page.ShouldContain("A text without a subject");
        page.ShouldContain("Hei **kaikki**");
        page.ShouldContain("javascript:alert(1)");
        await using var db = web.Database();
        (await db.Set<Campaign>().AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Articles_come_and_go_without_script_and_nothing_is_lost()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var fields = Composing.Newsletter();

        fields["do"] = "add:fi";
        var added = await (await person.SendAsync(New, fields)).TextAsync();
        added.ShouldContain("name=\"variants.fi.articles.1.title\"");
        added.ShouldContain("value=\"Koulutus\"");
        added.ShouldContain("Hei **kaikki**");
        added.ShouldContain("value=\"Nyheter\"");

        fields["do"] = "remove:fi.0";
        var removed = await (await person.SendAsync(New, fields)).TextAsync();
        removed.ShouldNotContain("value=\"Koulutus\"");
        removed.ShouldContain("value=\"Syksyn uutiset\"");
        await using var db = web.Database();
        (await db.Set<Campaign>().AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Second_editor_is_told_and_keeps_the_text()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();
        var fields = Composing.Newsletter("The first edit");
        fields["revision"] = "1";
        await person.TakenAsync(place + "/edit", fields);

        fields["name"] = "The second edit";
        var told = await (await person.SendAsync(place + "/edit", fields)).TextAsync();
        told.ShouldContain("value=\"The second edit\"");
        told.ShouldContain("value=\"overwrite\"");
        (await person.ReadAsync(place)).ShouldContain("The first edit");

        fields["do"] = "overwrite";
        await person.TakenAsync(place + "/edit", fields);
        (await person.ReadAsync(place)).ShouldContain("The second edit");
    }

    [Theory]
    [InlineData("2027-10-31T03:30", "earlier", "2027-10-31T00:30:00Z", "UTC&#x2B;03:00")]
    [InlineData("2027-10-31T03:30", "later", "2027-10-31T01:30:00Z", "UTC&#x2B;02:00")]
    [InlineData("2027-03-28T03:30", "later", "2027-03-28T01:00:00Z", "4.00")]
    public async Task Hour_that_the_clock_skips_or_doubles_is_asked_about(string at, string choice, string instant, string offset)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();
        var fields = new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "at", ["at"] = at };

        var asked = await (await person.SendAsync(place + "/schedule", fields)).TextAsync();
        asked.ShouldContain($"value=\"{at}\"");
        asked.ShouldContain($"id=\"field-at-choice-{choice}\"");
        asked.ShouldContain(offset);
        fields["at.choice"] = choice;
        await person.TakenAsync(place + "/schedule", fields);
        await using var db = web.Database();
        (await db.Set<Mailing>().SingleAsync(Token)).DueAt.ShouldBe(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Time_that_has_passed_is_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();

        var page = await (await person.SendAsync(
            place + "/schedule",
            new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "at", ["at"] = "2020-01-01T10:00" })).TextAsync();
        page.ShouldContain("href=\"#field-at\"");
        page.ShouldContain("value=\"2020-01-01T10:00\"");
    }

    [Fact]
    public async Task Test_goes_to_the_one_who_asks_for_it()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();

        await person.TakenAsync(place, new Dictionary<string, string> { ["_handler"] = "test" });
        await using var db = web.Database();
        (await db.Set<Delivery>().Select(delivery => delivery.Address + " " + delivery.Language).ToListAsync(Token))
            .ShouldBe([$"{RunningWeb.Administrator} fi", $"{RunningWeb.Administrator} sv"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_scheduled_can_no_longer_be_edited_or_scheduled_again()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync(New, Composing.Newsletter())).Plain();
        var now = new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" };
        await person.TakenAsync(place + "/schedule", now);

        using var again = await person.PostAsync(place + "/schedule", place, [.. now.Select(field => (field.Key, field.Value))]);
        again.Headers.Location!.ToString().ShouldEndWith(place);
        (await person.GetAsync(place + "/edit")).StatusCode.ShouldBe(HttpStatusCode.Found);
        var late = Composing.Newsletter("Too late");
        late["revision"] = "1";
        var page = await (await person.PostAsync(place + "/edit", place, [.. late.Select(field => (field.Key, field.Value))])).TextAsync();
        page.ShouldContain("value=\"Too late\"");
        page.ShouldNotContain("value=\"overwrite\"");
    }

    [Fact]
    public async Task Newsletter_that_does_not_exist_has_no_pages()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        foreach (var page in new[] { "", "/edit", "/schedule", "/preview/fi" })
            (await person.GetAsync($"/admin/newsletters/{Guid.Empty}{page}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
    }
}
