using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>What holds on every page.</summary>
internal static class PageChecks
{
    private const string ScreenshotFolder = "OUTREACH_TEST_SCREENSHOTS";

    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Fails, naming rules and elements, unless axe finds nothing against WCAG 2.2 AA.</summary>
    internal static async Task ShouldHaveNoViolationsAsync(this IPage page)
    {
        // A mail in its frame runs no script, the checker's included; the templates' own tests look at what they make.
        var result = await page.RunAxe(new AxeRunContext { Exclude = [new("iframe[sandbox]")] }, Wcag);
        result.Passes.ShouldNotBeEmpty();
        result.Violations
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}"))
            .ShouldBeEmpty(page.Url);
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
}
