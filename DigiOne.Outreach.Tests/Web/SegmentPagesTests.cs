using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class SegmentPagesTests(Browser browser)
{
    private const string New = "/admin/audience/segments/new";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(320, ColorScheme.Light, "sv-FI")]
    public async Task A_segment_is_put_together_without_script_and_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        var page = await browser.NewPageAsync(width, scheme, locale, script: false);
        await web.SignInAsync(page);
        var checker = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(checker);
        await CheckAsync(checker, web, "/admin/audience/segments", "segments-empty");
        await CheckAsync(checker, web, New, "segments-new");

        await page.GotoAsync(new Uri(web.Address, New).ToString());
        await page.Locator("[name=name]").FillAsync("Ruotsinkieliset Helsingissä");
        await page.Locator("[name=key]").FillAsync("ruotsiksi");
        await page.Locator("[name='filter.0.value']").SelectOptionAsync("sv");
        await page.Locator("button[value='group:filter']").ClickAsync();
        await page.Locator("[name='filter.1.mode']").SelectOptionAsync("any");
        await page.Locator("[name='filter.1.0.field']").SelectOptionAsync("municipality");
        await page.Locator("button[value='show:filter.1.0']").ClickAsync();
        await page.Locator("[name='filter.1.0.value']").SelectOptionAsync("091");
        await page.Locator("button[value='add:filter.1']").ClickAsync();
        await page.Locator("[name='filter.1.1.field']").SelectOptionAsync("lists.uutiset");
        await page.Locator("button[value='show:filter.1.1']").ClickAsync();
        await page.Locator("[name='filter.1.1.op']").SelectOptionAsync(nameof(SegmentOperator.JoinedBefore));
        await page.Locator("button[value='show:filter.1.1']").ClickAsync();
        await page.Locator("[name='filter.1.1.value']").FillAsync("huomenna");
        await page.Locator("button[value=save]").Last.ClickAsync();
        (await page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBe(1, "tomorrow is no day that can be read");
        await page.Locator("[name='filter.1.1.value']").FillAsync("1.3.2020");
        await page.Locator("[name='filter.1.1.not']").CheckAsync();
        await page.Locator("button[value=count]").ClickAsync();
        (await page.Locator("#count").InnerTextAsync()).ShouldContain("2");
        await page.Locator("button[value=save]").Last.ClickAsync();

        await using var db = web.Database();
        (await db.Set<Segment>().SingleAsync(Token)).Filter.ShouldBe(
            """{"all":[{"field":"language","op":"is","values":["sv"]},{"any":[{"field":"municipality","op":"is","values":["091"]},{"not":{"field":"lists.uutiset","op":"joinedBefore","values":["2020-03-01"]}}]}]}""");
        await CheckAsync(checker, web, "/admin/audience/segments", "segments");
        await CheckAsync(checker, web, "/admin/audience/segments/ruotsiksi/edit", "segments-edit");
        await checker.Locator("[name=name]").FillAsync("");
        await checker.Locator("button[value=save]").Last.ClickAsync();
        await checker.ShouldWorkForEveryoneAsync($"segments-wrong-{width}-{scheme}");
        await CheckAsync(checker, web, "/admin/newsletters/new", "segments-newsletter");
    }

    [Fact]
    public async Task A_newsletter_goes_to_a_segment_of_its_list()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        await person.TakenAsync(New, Segment());

        var newsletter = (await person.TakenAsync("/admin/newsletters/new", new Dictionary<string, string>(Composing.Newsletter()) { ["segment"] = "ruotsiksi" })).Plain();
        (await person.ReadAsync(newsletter + "/schedule")).ShouldContain("Ruotsiksi");
        await person.TakenAsync(newsletter + "/schedule", new Dictionary<string, string> { ["_handler"] = "schedule", ["at.mode"] = "now" });

        await using var db = web.Database();
        (await db.Set<Mailing>().SingleAsync(Token)).Segment.ShouldBe("Ruotsiksi");
    }

    [Fact]
    public async Task A_segment_is_deleted_when_asked_twice()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        await person.TakenAsync(New, Segment());
        const string Edit = "/admin/audience/segments/ruotsiksi/edit";

        using (var asked = await person.SendAsync(Edit, new Dictionary<string, string>(Segment()) { ["do"] = "delete" }))
            (await asked.TextAsync()).ShouldContain("delete:sure");
        await using var db = web.Database();
        (await db.Set<Segment>().CountAsync(Token)).ShouldBe(1);
        (await person.TakenAsync(Edit, new Dictionary<string, string>(Segment()) { ["do"] = "delete:sure" })).ShouldEndWith("done=deleted");
        (await db.Set<Segment>().CountAsync(Token)).ShouldBe(0);
    }

    private static Dictionary<string, string> Segment() => new()
    {
        ["_handler"] = "segment",
        ["do"] = "save",
        ["revision"] = "1",
        ["name"] = "Ruotsiksi",
        ["key"] = "ruotsiksi",
        ["filter.parts"] = "1",
        ["filter.mode"] = "all",
        ["filter.0.field"] = "language",
        ["filter.0.op"] = nameof(SegmentOperator.Is),
        ["filter.0.value"] = "sv",
    };

    private static async Task CheckAsync(IPage page, RunningWeb web, string path, string name)
    {
        await page.GotoAsync(new Uri(web.Address, path).ToString());
        await page.ShouldWorkForEveryoneAsync($"{name}-{page.ViewportSize!.Width}");
    }
}
