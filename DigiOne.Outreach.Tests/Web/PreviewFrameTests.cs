using DigiOne.Outreach.Tests.Support;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The frame in which a page shows a mail.</summary>
public sealed class PreviewFrameTests(Browser browser)
{
    [Theory]
    [InlineData(ColorScheme.Light, "rgb(238, 242, 245)")]
    [InlineData(ColorScheme.Dark, "rgb(16, 23, 30)")]
    public async Task Mail_that_knows_light_and_dark_is_shown_as_its_reader_would_see_it(ColorScheme scheme, string ground)
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        var page = await browser.NewPageAsync(scheme: scheme);
        await web.SignInAsync(page);

        await page.GotoAsync(new Uri(web.Address, $"/admin/mailings/{work.Planned}").ToString());
        await page.KeepScreenshotAsync($"preview-{scheme}");

        (await page.EvaluateAsync<bool>("getComputedStyle(document.querySelector('.mail-frame')).backgroundColor === getComputedStyle(document.querySelector('.card')).backgroundColor"))
            .ShouldBeTrue("Until the mail has loaded, its frame is no white block in the dark.");
        (await Frame(page, "/preview/").EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(ground);
    }

    [Fact]
    public async Task Mail_that_knows_no_dark_stays_on_paper()
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        var page = await browser.NewPageAsync(scheme: ColorScheme.Dark);
        await web.SignInAsync(page);

        await page.GotoAsync(new Uri(web.Address, $"/admin/captured/{work.Captured}").ToString());
        await page.KeepScreenshotAsync("captured-dark");

        (await Frame(page, "/html").EvaluateAsync<string>("getComputedStyle(document.body).color")).ShouldBe("rgb(0, 0, 0)");
    }

    private static IFrame Frame(IPage page, string address) => page.Frames.Single(frame => frame.Url.Contains(address, StringComparison.Ordinal));
}
