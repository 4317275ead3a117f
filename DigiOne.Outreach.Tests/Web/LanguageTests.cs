using System.Net;

namespace DigiOne.Outreach.Tests.Web;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(null, "fi")]
    [InlineData("sv-SE,sv;q=0.9,en;q=0.8", "sv")]
    [InlineData("de, en-GB;q=0.7, fi;q=0.3", "en")]
    [InlineData("de", "fi")]
    [InlineData("sv;q=0, en;q=0.1", "en")]
    [InlineData("%%%", "fi")]
    public async Task Page_speaks_what_the_browser_asks_for_else_Finnish(string? asked, string language)
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        if (asked is not null)
            visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", asked);
        (await visitor.ReadAsync("/signin")).ShouldContain($"<html lang=\"{language}\">");
    }

    [Fact]
    public async Task Switch_goes_back_to_the_page_and_is_remembered()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var answer = await visitor.PostAsync("/language", from: "/signin", ("language", "sv"), ("back", "/signin?x=1"));
        answer.Headers.Location!.ToString().ShouldBe("/signin?x=1");
        (await visitor.ReadAsync("/signin")).ShouldContain("Logga in");
    }

    [Fact]
    public async Task Persons_choice_follows_to_another_browser()
    {
        await using var web = await RunningWeb.StartAsync();
        using var first = await web.NewPersonAsync();
        await first.PostAsync("/language", from: "/admin", ("language", "en"), ("back", "/admin"));
        (await first.ReadAsync("/admin")).ShouldContain("<html lang=\"en\">");

        using var second = await web.NewPersonAsync();
        (await second.ReadAsync("/admin")).ShouldContain("<html lang=\"en\">");
        (await second.ReadAsync("/nothing-here")).ShouldContain("There is no such page");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("")]
    public async Task Switch_leads_to_no_other_site(string back)
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var answer = await visitor.PostAsync("/language", from: "/signin", ("language", "sv"), ("back", back));
        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Language_that_is_none_is_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var answer = await visitor.PostAsync("/language", from: "/signin", ("language", "tlh"), ("back", "/signin"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
