using System.Net;

namespace DigiOne.Outreach.Tests.Web;

public sealed class AccountTests
{
    [Fact]
    public async Task Name_and_language_are_kept_and_shown_at_once()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        var answer = await SaveAsync(person, "Aino <Järvinen>", "sv");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldEndWith("/admin/account?done=saved");
        var page = await person.ReadAsync("/admin/account?done=saved");
        page.ShouldContain("<html lang=\"sv\">");
        page.ShouldContain("Uppgifterna har sparats.");
        page.ShouldContain("value=\"Aino &lt;Järvinen&gt;\"");
        (await person.ReadAsync("/admin")).ShouldContain("<span>Aino &lt;Järvinen&gt;</span>");
    }

    [Fact]
    public async Task Mistake_is_shown_at_its_field_and_nothing_is_kept()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        var page = await (await SaveAsync(person, new string('a', 301), "en")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("href=\"#field-Name\"");
        page.ShouldContain("aria-describedby=\"field-Name-hint field-Name-error\"");
        page.ShouldContain("aria-invalid=\"true\"");
        (await person.ReadAsync("/admin")).ShouldContain($"<span>{RunningWeb.Administrator}</span>");
    }

    [Fact]
    public async Task Form_without_its_token_changes_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        var answer = await person.PostWithoutTokenAsync("/admin/account", ("_handler", "account"), ("Name", "Eve"), ("Language", "en"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await person.ReadAsync("/admin")).ShouldNotContain("Eve");
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browsers_too()
    {
        await using var web = await RunningWeb.StartAsync();
        using var here = await web.NewPersonAsync();
        using var there = await web.NewPersonAsync();

        await here.PostAsync("/admin/account", from: "/admin/account", ("_handler", "everywhere"));
        (await here.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
        web.Clock.Advance(TimeSpan.FromSeconds(61));
        (await there.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private static Task<HttpResponseMessage> SaveAsync(Visitor person, string name, string language) =>
        person.PostAsync("/admin/account", from: "/admin/account", ("_handler", "account"), ("Name", name), ("Language", language));
}
