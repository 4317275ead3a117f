using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Tests.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class KeyboardTests(Browser browser)
{
    private const int MostTabs = 120;

    // Whoever presses Tab sees where the focus is: it has a ring, and what stays in view does not cover it.
    private const string Hidden = """
        () => {
          const target = document.activeElement;
          if (target === document.body) return null;
          const box = target.getBoundingClientRect();
          const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
          const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
          const shares = [0.1, 0.5, 0.9];
          const isSeen = shares.some(x => shares.some(y => {
            const seen = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
            return seen && (target.contains(seen) || seen.contains(target) && !seen.contains(document.querySelector("main")));
          }));
          if (!isSeen) return "covered: " + target.outerHTML;
          const hasRing = target.tagName === "IFRAME" || getComputedStyle(target).outlineStyle !== "none";
          return hasRing ? null : "without a ring: " + target.outerHTML;
        }
        """;

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    // A window of 1280 x 1024 with everything four times as large.
    [InlineData(320, 256)]
    public async Task Newsletter_is_written_scheduled_and_called_off_by_keyboard_alone(int width, int height)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        var page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(width, height);
        await page.GotoAsync((await web.CreateLinkAsync()).ToString());
        await PressAsync(page, "main button");

        await page.GotoAsync(new Uri(web.Address, "/admin/newsletters/new").ToString());
        await PressAsync(page, "button[value=save]:not([tabindex])");
        (await page.EvaluateAsync<string>("document.activeElement.getAttribute('role')")).ShouldBe("alert");
        await PressAsync(page, "a[href='#field-name']");
        (await page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("name");
        await page.Keyboard.TypeAsync("Syksy");
        await TabToAsync(page, "[name=list]");
        await page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(page, "[name='variants.fi.subject']");
        await page.Keyboard.TypeAsync("Syksyn uutiset");
        await PressAsync(page, "button[value=save]:not([tabindex])");
        page.Url.ShouldEndWith("?done=saved");

        await PressAsync(page, "a[href$='/schedule']");
        await PressAsync(page, "main form button");
        page.Url.ShouldEndWith("?done=scheduled");
        await PressAsync(page, "a[href$='/cancel']");
        await PressAsync(page, "main form button");
        page.Url.ShouldEndWith("?done=cancelled");
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(320, 256)]
    public async Task Subscription_is_made_confirmed_and_looked_after_by_keyboard_alone(int width, int height)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.Services.OfferAsync();
        var page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(width, height);

        await page.GotoAsync(new Uri(web.Address, "/subscribe?lang=en").ToString());
        await PressAsync(page, "main form button");
        await PressAsync(page, "a[href='#field-email']");
        await page.Keyboard.TypeAsync("aino@kunta.example");
        await PressAsync(page, "main form button");
        page.Url.ShouldEndWith("/subscribe/sent?lang=en");

        await web.Services.HandleAllAsync();
        var aino = (await web.Services.PersonAsync("aino@kunta.example")).Id;
        await page.GotoAsync(web.Services.GetRequiredService<ContactLinks>().AddressFor(LinkPurpose.Confirm, aino, Guid.Empty));
        await PressAsync(page, "main form button");
        await page.GotoAsync(web.Services.GetRequiredService<ContactLinks>().AddressFor(LinkPurpose.Preferences, aino, Guid.Empty));
        await TabToAsync(page, "[name=list]");
        await page.Keyboard.PressAsync("Space");
        await PressAsync(page, "button[value=save]");
        (await web.Services.ListsOfAsync("aino@kunta.example")).ShouldBeEmpty();
        await PressAsync(page, "a[href$='/delete']");
        await PressAsync(page, "main form button");
        (await web.Services.AllAsync<Contact>()).ShouldBeEmpty();
    }

    private static async Task PressAsync(IPage page, string selector)
    {
        await TabToAsync(page, selector);
        // The answer is another document, whatever its address and whatever it says.
        await page.EvaluateAsync("document.documentElement.dataset.before = ''");
        await page.Keyboard.PressAsync("Enter");
        if (!selector.StartsWith("a[href='#", StringComparison.Ordinal))
            await page.WaitForFunctionAsync("() => !('before' in document.documentElement.dataset)");
        await page.WaitForLoadStateAsync();
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
            (await page.EvaluateAsync<string?>(Hidden)).ShouldBeNull(page.Url);
        }

        Assert.Fail($"{page.Url}: Tab does not reach {selector}.");
    }
}
