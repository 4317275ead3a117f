using System.Net;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class TextPagesTests(Browser browser)
{
    [Theory]
    [InlineData("/privacy", "fi", "Tietosuoja", "tietosuojavaltuutetulle")]
    [InlineData("/privacy", "sv", "Dataskydd", "dataombudsmannen")]
    [InlineData("/privacy", "en", "Privacy", "Data Protection Ombudsman")]
    [InlineData("/accessibility", "fi", "Saavutettavuusseloste", "Traficom")]
    [InlineData("/accessibility", "sv", "Tillgänglighetsutlåtande", "Traficom")]
    [InlineData("/accessibility", "en", "Accessibility statement", "Traficom")]
    public async Task Page_says_in_its_readers_language_whom_to_turn_to(string path, string language, string title, string authority)
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(language == "sv" ? 390 : 1280, language == "sv" ? ColorScheme.Dark : ColorScheme.Light);
        await page.GotoAsync(new Uri(web.Address, $"{path}?lang={language}").ToString());

        await page.ShouldWorkForEveryoneAsync($"text{path.Replace('/', '-')}-{language}");

        (await page.Locator("h1").TextContentAsync()).ShouldBe(title);
        var text = await page.Locator("main").TextContentAsync();
        text.ShouldNotBeNull().ShouldContain(authority);
        text.ShouldContain("uutiset@digione.example");
        // Every public page leads there.
        await page.GotoAsync(new Uri(web.Address, $"/subscribe?lang={language}").ToString());
        (await page.Locator($"footer a[href='{path}']").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Page_is_open_and_carries_no_script()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        using var answer = await visitor.GetAsync("/privacy");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<script", Case.Insensitive);
    }
}
