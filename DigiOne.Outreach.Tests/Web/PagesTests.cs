using DigiOne.Outreach.Tests.Support;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class PagesTests(Browser browser)
{
    private static readonly (string Name, string Path)[] Open =
    [
        ("signin", "/signin"),
        ("signin-unknown", "/signin/nobody-made-this"),
        ("not-found", "/nothing-here"),
        ("fault", "/admin/style/fault"),
        ("public", "/admin/style/public"),
    ];

    private static readonly (string Name, string Path)[] SignedIn =
    [
        ("timeline-empty", "/admin"),
        ("account", "/admin/account"),
        ("style", "/admin/style"),
    ];

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(390, ColorScheme.Dark, "fi-FI")]
    [InlineData(320, ColorScheme.Light, "fi-FI")]
    public async Task Every_page_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(width, scheme, locale);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // Chromium reports a page's own status code as an error of loading.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                complaints.Add($"{page.Url}: {message.Text}");
        };

        foreach (var (name, path) in Open)
            await VisitAsync(page, new(web.Address, path), $"{name}-{width}-{scheme}");

        var link = await web.CreateLinkAsync();
        await VisitAsync(page, link, $"signin-link-{width}-{scheme}");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync();
        page.Url.ShouldEndWith("/admin");
        foreach (var (name, path) in SignedIn)
            await VisitAsync(page, new(web.Address, path), $"{name}-{width}-{scheme}");
        await VisitAsync(page, link, $"signin-used-{width}-{scheme}");

        var leave = new Uri(web.Address, (await web.CreateUnsubscribeLinkAsync()).AbsolutePath);
        await VisitAsync(page, leave, $"leave-{width}-{scheme}");
        await page.GetByRole(AriaRole.Button).First.ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"left-{width}-{scheme}");
        await VisitAsync(page, new(web.Address, "/u/forged"), $"leave-unknown-{width}-{scheme}");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Narrow_screens_open_the_menu_without_script()
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(390, script: false);
        await web.SignInAsync(page);

        var link = page.GetByRole(AriaRole.Link, new() { Name = "Timeline" });
        (await link.IsVisibleAsync()).ShouldBeFalse();
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await link.WaitForAsync();
        await page.KeepScreenshotAsync("menu-390");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        page.Url.ShouldEndWith("/signin");
    }

    [Fact]
    public async Task Keyboard_reaches_the_content_first()
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(web.Address, "/signin").ToString());

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement)")).ShouldBeTrue();
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
    }

    [Fact]
    public async Task Everything_that_can_be_clicked_is_large_enough()
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(390);
        await page.GotoAsync(new Uri(web.Address, "/admin/style").ToString());

        var small = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("a, button, input, select, textarea")]
              .filter(target => target.checkVisibility() && !target.closest("p, li") && target.type !== "hidden")
              .filter(target => { const box = target.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
              .map(target => target.outerHTML)
            """);
        small.ShouldBeEmpty();
    }

    private static async Task VisitAsync(IPage page, Uri address, string name)
    {
        await page.GotoAsync(address.ToString());
        await page.ShouldWorkForEveryoneAsync(name);
    }
}
