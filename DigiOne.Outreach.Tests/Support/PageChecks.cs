using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>What holds on every page.</summary>
internal static class PageChecks
{
    private const string ScreenshotFolder = "OUTREACH_TEST_SCREENSHOTS";

    // Run in the page itself: the library's own way opens and closes a tab for each check, which takes twice as long.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Fails where the page shuts somebody out: by its width, by a rule, or by not saying in one heading what it is. Keeps a picture of it.</summary>
    internal static async Task ShouldWorkForEveryoneAsync(this IPage page, string name)
    {
        await page.KeepScreenshotAsync(name);
        await page.ShouldFitItsWidthAsync();
        await page.ShouldHaveNoViolationsAsync();
        (await page.Locator("h1").CountAsync()).ShouldBe(1, page.Url);
    }

    /// <summary>Fails, naming rules and elements, unless axe finds nothing against WCAG 2.2 AA.</summary>
    private static async Task ShouldHaveNoViolationsAsync(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        // A mail in its frame runs no script, the checker's included; the templates' own tests look at what they make.
        var result = await page.EvaluateAsync<AxeResult>(
            """
            async () => {
              const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
              const found = await axe.run({ exclude: [['iframe[sandbox]']] }, { runOnly: { type: 'tag', values: wcag } });
              return {
                passes: found.passes.length,
                violations: found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html}`)),
              };
            }
            """);
        result.Passes.ShouldBeGreaterThan(0);
        result.Violations.ShouldBeEmpty(page.Url);
    }

    /// <summary>Fails, naming what sticks out, when one would have to scroll sideways.</summary>
    internal static async Task ShouldFitItsWidthAsync(this IPage page)
    {
        var sticksOut = await page.EvaluateAsync<string[]>(
            """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.querySelectorAll('body *')]
                .filter(element => element.getBoundingClientRect().right > width)
                .map(element => element.outerHTML.slice(0, 200));
            }
            """);
        sticksOut.ShouldBeEmpty(page.Url);
    }

    /// <summary>Keeps a picture of the whole page in the folder that <c>OUTREACH_TEST_SCREENSHOTS</c> names, if it does.</summary>
    internal static async Task KeepScreenshotAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotFolder) is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private sealed record AxeResult
    {
        public int Passes { get; init; }

        public string[] Violations { get; init; } = [];
    }
}
