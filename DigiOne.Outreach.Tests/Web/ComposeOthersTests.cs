using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

public sealed class ComposeOthersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_is_written_published_with_a_reminder_a_day_before_and_called_off()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync("/admin/sessions/new", Composing.Session(web))).Plain();

        var dayBefore = web.Clock.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", null);
        (await person.ReadAsync(place + "/publish")).ShouldContain($"value=\"{dayBefore}T10:00:00\"");
        await person.TakenAsync(place + "/publish", new Dictionary<string, string>
        {
            ["_handler"] = "publish",
            ["inviteAt.mode"] = "now",
            ["remind"] = "true",
            ["remindAt"] = $"{dayBefore}T10:00:00",
        });
        await using (var db = web.Database())
        {
            var session = await db.Set<InfoSession>().SingleAsync(Token);
            session.InvitationId.ShouldNotBeNull();
            session.ReminderId.ShouldNotBeNull();
            var page = await person.ReadAsync(place);
            page.ShouldContain($"/admin/mailings/{session.InvitationId}");
            page.ShouldContain($"/admin/mailings/{session.ReminderId}");
        }

        await person.TakenAsync(place + "/cancel", new Dictionary<string, string> { ["_handler"] = "cancel" });
        await using var after = web.Database();
        (await after.Set<InfoSession>().SingleAsync(Token)).InvitationId.ShouldBeNull();
    }

    [Fact]
    public async Task Session_with_mistakes_names_them_all_and_keeps_what_was_typed()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var fields = Composing.Session(web);
        (fields["startsAt"], fields["endsAt"], fields["place"], fields["texts.fi.title"]) = ("tomorrow", "", "", "");

        var page = await (await person.SendAsync("/admin/sessions/new", fields)).TextAsync();
        foreach (var field in new[] { "startsAt", "endsAt", "place", "texts-fi-title" })
            page.ShouldContain($"href=\"#field-{field}\"");
        page.ShouldContain("Tervetuloa");
        page.ShouldContain("value=\"tomorrow\"");
    }

    [Fact]
    public async Task Post_is_written_scheduled_and_taken_back()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync("/admin/posts/new", Composing.Post())).Plain();
        await person.TakenAsync(place + "/schedule", new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" });
        await using (var db = web.Database())
            (await db.Set<Publication>().Select(publication => publication.Network).ToListAsync(Token)).ShouldBe(["linkedin", "x"], ignoreOrder: true);

        (await person.TakenAsync(place, new Dictionary<string, string> { ["_handler"] = "decide", ["do"] = "back" })).ShouldEndWith("?done=takenBack");
        await using var after = web.Database();
        (await after.Set<Post>().SingleAsync(Token)).State.ShouldBe(PostState.Draft);
    }

    [Fact]
    public async Task Overdue_post_is_published_once_a_person_says_so_and_shows_what_was_captured()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        var place = (await person.TakenAsync("/admin/posts/new", Composing.Post())).Plain();
        await person.TakenAsync(place + "/schedule", new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" });
        var id = Guid.Parse(place.Split('/')[^1]);
        web.Clock.Advance(TimeSpan.FromHours(5));
        await RunAsync(web, id);
        (await person.ReadAsync(place)).ShouldContain("value=\"publish\"");

        await person.TakenAsync(place, new Dictionary<string, string> { ["_handler"] = "decide", ["do"] = "publish" });
        await RunAsync(web, id);
        var page = await person.ReadAsync(place);
        page.ShouldContain("Mukaan!");
        page.ShouldNotContain("value=\"publish\"");
        await using var db = web.Database();
        (await db.Set<Publication>().CountAsync(publication => publication.State == PublicationState.Published, Token)).ShouldBe(2);
    }

    [Fact]
    public async Task List_is_made_and_a_key_that_is_taken_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        var fields = new Dictionary<string, string>
        {
            ["_handler"] = "list",
            ["key"] = "kumppanit",
            ["basis"] = "PublicTask",
            ["names.fi"] = "Kumppanit",
            ["names.sv"] = "Partner",
            ["names.en"] = "Partners",
        };
        await person.TakenAsync("/admin/audience/lists/new", fields);
        (await person.ReadAsync("/admin/audience")).ShouldContain("Kumppanit");

        var page = await (await person.SendAsync("/admin/audience/lists/new", fields)).TextAsync();
        page.ShouldContain("href=\"#field-key\"");
        page.ShouldContain("value=\"Partners\"");
    }

    [Theory]
    [InlineData("fi", "Nimi: tämä puuttuu.", "Tunnus: tämä puuttuu.")]
    [InlineData("sv", "Namn: detta saknas.", "Nyckel: detta saknas.")]
    [InlineData("en", "Name: this is missing.", "Key: this is missing.")]
    public async Task Name_and_key_that_a_list_lacks_are_told_at_their_own_fields(string language, string name, string key)
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var fields = new Dictionary<string, string> { ["_handler"] = "list", ["key"] = "", ["basis"] = "Consent", ["names.fi"] = " " };

        var page = WebUtility.HtmlDecode(await (await person.SendAsync("/admin/audience/lists/new", fields)).TextAsync());

        page.ShouldContain($"<a href=\"#field-names-fi\">{name}</a>");
        page.ShouldContain($"<a href=\"#field-key\">{key}</a>");
        Regex.Count(page, "href=\"#field-").ShouldBe(2);
    }

    [Fact]
    public async Task List_has_a_name_in_any_one_language_on_the_pages_too()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        var fields = new Dictionary<string, string> { ["_handler"] = "list", ["key"] = "kumppanit", ["basis"] = "Consent", ["names.sv"] = "Partner" };
        await person.TakenAsync("/admin/audience/lists/new", fields);
        await person.TakenAsync(
            "/admin/audience/lists/kumppanit/edit",
            new Dictionary<string, string> { ["_handler"] = "list", ["basis"] = "Consent", ["names.en"] = "Partners", ["revision"] = "0", ["do"] = "overwrite" });

        await using var db = web.Database();
        (await db.Set<ContactList>().SingleAsync(Token)).Names.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("en", "Partners"));
    }

    [Fact]
    public async Task People_are_found_by_name_and_address()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        (await person.ReadAsync("/admin/audience/contacts?q=READER3")).ShouldContain("reader3@example.org");
        var page = await person.ReadAsync("/admin/audience/contacts?q=reader%203");
        page.ShouldContain("reader3@example.org");
        page.ShouldNotContain("reader2@example.org");
        await using var db = web.Database();
        var id = await db.Set<Contact>().Select(contact => contact.Id).FirstAsync(Token);
        (await person.ReadAsync($"/admin/audience/contacts/{id}")).ShouldContain("Uutiskirje");
    }

    [Theory]
    [InlineData("Skip", 7)]
    [InlineData("Refuse", 6)]
    public async Task Import_shows_each_bad_row_with_its_line(string onError, int contacts)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();

        using var answer = await ImportAsync(person, onError, "email;name\nmatti@example.org;Matti\nnot-an-address;Maija\n");
        var page = await answer.TextAsync();
        page.ShouldContain("not-an-address");
        page.ShouldContain(">3</th>");
        await using var db = web.Database();
        (await db.Set<Contact>().CountAsync(Token)).ShouldBe(contacts);
    }

    [Theory]
    [InlineData("fi", "Sama osoite on jo rivillä 2", "Tämä ei ole sähköpostiosoite", "enintään 300 merkkiä")]
    [InlineData("sv", "Samma adress finns redan på rad 2", "Detta är ingen e-postadress", "högst 300 tecken")]
    [InlineData("en", "The same address is on line 2", "This is not an email address", "longer than 300 characters")]
    public async Task Import_says_in_the_language_of_the_page_what_is_wrong_with_a_row(string language, params string[] reasons)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        await person.PostAsync("/language", from: "/admin/account", ("language", language), ("back", "/admin"));

        using var answer = await ImportAsync(person, "Skip", $"email;name\na@example.org;A\na@example.org;B\nnobody;C\nd@example.org;{new string('x', 301)}\n");

        var page = WebUtility.HtmlDecode(await answer.TextAsync());
        foreach (var reason in reasons)
            page.ShouldContain(reason);
    }

    [Fact]
    public async Task Contact_leads_to_its_own_deliveries()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        await using var db = web.Database();
        var contact = await db.Set<Contact>().FirstAsync(Token);

        var href = WebUtility.HtmlDecode(Regex.Match(await person.ReadAsync($"/admin/audience/contacts/{contact.Id}"), "href=\"(/admin/deliveries[^\"]+)\"").Groups[1].Value);

        (await person.ReadAsync(href)).ShouldContain($"name=\"address\" type=\"search\" value=\"{contact.Address}\"");
    }

    [Fact]
    public async Task Import_without_file_or_token_imports_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        (await (await ImportAsync(person, "Refuse", csv: null)).TextAsync()).ShouldContain("href=\"#field-file\"");
        (await ImportAsync(person, "Refuse", "email\nmatti@example.org\n", withToken: false)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await using var db = web.Database();
        (await db.Set<Contact>().CountAsync(Token)).ShouldBe(6);
    }

    private static async Task<HttpResponseMessage> ImportAsync(Visitor person, string onError, string? csv, bool withToken = true)
    {
        using var form = new MultipartFormDataContent();
        if (withToken)
            form.Add(new StringContent(Composing.TokenOf(await person.ReadAsync("/admin/audience/import"))), "form-token");
        form.Add(new StringContent(Composing.List), "list");
        form.Add(new StringContent(onError), "onError");
        if (csv is not null)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "contacts.csv");
        return await person.Http.PostAsync(new Uri("/admin/audience/import", UriKind.Relative), form, Token);
    }

    private static Task<bool> RunAsync(RunningWeb web, Guid post) => web.InScopeAsync<RunDueItem, bool>(async run =>
    {
        await run.ExecuteAsync(Post.DueKind, post, Token);
        return true;
    });
}
