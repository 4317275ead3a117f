using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class ComposePagesTests(Browser browser)
{
    private static readonly string[] Empty =
        ["/admin/newsletters", "/admin/sessions", "/admin/posts", "/admin/audience", "/admin/audience/contacts", "/admin/audience/import"];

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(390, ColorScheme.Dark, "fi-FI")]
    [InlineData(320, ColorScheme.Light, "fi-FI")]
    public async Task Every_page_where_people_compose_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);
        foreach (var path in Empty)
            await VisitAsync(page, web, path, $"empty-{width}-{scheme}");

        foreach (var path in await FillAsync(web))
            await VisitAsync(page, web, path, $"{width}-{scheme}");
        await SendEmptyFormAsync(page, web, "/admin/newsletters/new", $"wrong-{width}-{scheme}");
        await SendEmptyFormAsync(page, web, "/admin/sessions/new", $"wrong-{width}-{scheme}");
    }

    [Fact]
    public async Task Looking_at_pages_changes_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var paths = await FillAsync(web);
        using var person = await web.NewPersonAsync();
        var before = await web.RowsAsync();
        foreach (var path in paths)
            (await person.GetAsync(path)).IsSuccessStatusCode.ShouldBeTrue(path);
        (await web.RowsAsync()).ShouldBe(before);
    }

    // One of everything: drafts, and what is scheduled.
    private static async Task<List<string>> FillAsync(RunningWeb web)
    {
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        var newsletter = (await person.TakenAsync("/admin/newsletters/new", Composing.Newsletter())).Plain();
        var scheduled = (await person.TakenAsync("/admin/newsletters/new", Composing.Newsletter("Talvi"))).Plain();
        await person.TakenAsync(scheduled + "/schedule", new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" });
        var session = (await person.TakenAsync("/admin/sessions/new", Composing.Session(web))).Plain();
        var published = (await person.TakenAsync("/admin/sessions/new", Composing.Session(web))).Plain();
        await person.TakenAsync(published + "/publish", new Dictionary<string, string> { ["_handler"] = "publish", ["inviteAt.mode"] = "now" });
        var post = (await person.TakenAsync("/admin/posts/new", Composing.Post())).Plain();
        var waiting = (await person.TakenAsync("/admin/posts/new", Composing.Post())).Plain();
        await person.TakenAsync(waiting + "/schedule", new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" });
        await using var db = web.Database();
        var contact = await db.Set<Contact>().Select(row => row.Id).FirstAsync();
        var list = await db.Set<ContactList>().Select(row => row.Key).FirstAsync();
        return
        [
            "/admin/newsletters", "/admin/newsletters/new", newsletter, newsletter + "/edit", newsletter + "/schedule", scheduled,
            "/admin/sessions", "/admin/sessions/new", session, session + "/edit", session + "/publish", published, published + "/cancel",
            "/admin/posts", "/admin/posts/new", post, post + "/edit", post + "/schedule", waiting,
            "/admin/audience", "/admin/audience/form", "/admin/audience/lists/new", "/admin/audience/contacts", $"/admin/audience/contacts/{contact}",
            $"/admin/audience/contacts/{contact}/edit", $"/admin/audience/lists/{list}/edit", "/admin/audience/import",
        ];
    }

    private static async Task SendEmptyFormAsync(IPage page, RunningWeb web, string path, string suffix)
    {
        await page.GotoAsync(new Uri(web.Address, path).ToString());
        await page.Locator("button[value=save]").Last.ClickAsync();
        (await page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBeGreaterThan(0);
        await page.ShouldWorkForEveryoneAsync(NameOf(path, suffix));
    }

    private static async Task VisitAsync(IPage page, RunningWeb web, string path, string suffix)
    {
        await page.GotoAsync(new Uri(web.Address, path).ToString());
        await page.ShouldWorkForEveryoneAsync(NameOf(path, suffix));
    }

    private static string NameOf(string path, string suffix) =>
        $"compose-{string.Join('-', path.Split('/').Skip(2).Select(part => Guid.TryParse(part, out var id) ? id.ToString("n")[^4..] : part))}-{suffix}";
}
