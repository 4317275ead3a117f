using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The pages that watch, in a browser.</summary>
public sealed class WatchPagesTests(Browser browser)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(390, ColorScheme.Dark, "fi-FI")]
    [InlineData(320, ColorScheme.Light, "fi-FI")]
    public async Task Every_page_that_watches_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);

        foreach (var (name, path) in Pages(work))
        {
            await page.GotoAsync(new Uri(web.Address, path).ToString());
            await page.ShouldWorkForEveryoneAsync($"{name}-{width}-{scheme}");
        }
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(320, ColorScheme.Dark, "fi-FI")]
    public async Task Pages_of_a_mailing_that_is_held_up_work_for_everyone_and_their_numbers_agree(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        await work.HoldUpAsync();
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);
        foreach (var (name, path) in new[] { ("timeline", "/admin"), ("limited", "/admin/deliveries?state=Limited"), ("mailing", $"/admin/mailings/{work.UnderWay}") })
        {
            await page.GotoAsync(new Uri(web.Address, path).ToString());
            await page.ShouldWorkForEveryoneAsync($"held-up-{name}-{width}-{scheme}");
        }

        // Whatever changes while one looks: a number that stands twice changes in both places.
        await using (var db = web.Database())
            await db.Set<Delivery>().Where(row => row.MailingId == work.UnderWay && row.State == DeliveryState.Waiting).ExecuteUpdateAsync(
                row => row.SetProperty(d => d.State, DeliveryState.Deferred).SetProperty(d => d.PlacedAt, web.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var limited = page.Locator("[data-live=count-Limited]");
        for (var tries = 0; tries < 50 && await limited.InnerTextAsync() != "2"; tries++)
        {
            web.Clock.Advance(TimeSpan.FromSeconds(1));
            await page.WaitForTimeoutAsync(100);
        }

        await Assertions.Expect(limited).ToHaveTextAsync("2");
        await Assertions.Expect(page.Locator("[data-live='limit-kunta.example']")).ToHaveTextAsync("2");
    }

    [Fact]
    public async Task Captured_mail_runs_no_script_and_loads_nothing_in_its_frame()
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        var page = await browser.NewPageAsync();
        var asked = new List<string>();
        var stopped = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        page.RequestFailed += (_, request) => stopped.Add($"{request.Url} {request.Failure}");
        await web.SignInAsync(page);
        var refused = new List<string>();
        page.Console += (_, message) => refused.Add(message.Text);
        await page.GotoAsync(new Uri(web.Address, $"/admin/captured/{work.Captured}").ToString(), new() { WaitUntil = WaitUntilState.Load });

        asked.ShouldContain(url => url.EndsWith($"/admin/captured/{work.Captured}/html", StringComparison.Ordinal));
        refused.ShouldContain(text => text.Contains("sandboxed", StringComparison.Ordinal) && text.Contains("script", StringComparison.Ordinal));
        // The browser names a picture that it wants, and the frame's policy stops it before it asks.
        asked.Where(url => url.Contains("tracker.example", StringComparison.Ordinal))
            .ShouldAllBe(url => stopped.Contains($"{url} csp"));
    }

    [Fact]
    public async Task Timeline_moves_on_by_itself_when_a_mailing_ends()
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        var page = await browser.NewPageAsync();
        await web.SignInAsync(page);
        var entry = page.Locator(".entry").Filter(new() { HasText = "Syksyn uutiskirje" });
        await Assertions.Expect(entry.Locator(".state")).ToHaveTextAsync("Sending");

        await web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(work.UnderWay, TestContext.Current.CancellationToken));
        await web.InScopeAsync<CloseMailing, bool>(close => close.ExecuteAsync(work.UnderWay, TestContext.Current.CancellationToken));
        for (var tries = 0; tries < 50 && await entry.Locator(".state-moving").CountAsync() > 0; tries++)
        {
            web.Clock.Advance(TimeSpan.FromSeconds(1));
            await page.WaitForTimeoutAsync(100);
        }

        await Assertions.Expect(entry.Locator(".state")).ToHaveTextAsync("Cancelled");
    }

    [Fact]
    public async Task Cards_on_a_narrow_screen_are_compact_and_sentences_on_them_begin_at_the_left()
    {
        await using var web = await RunningWeb.StartAsync();
        var work = await WatchedWork.SeedAsync(web);
        web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);
        var page = await browser.NewPageAsync(390);
        await web.SignInAsync(page);

        await page.GotoAsync(new Uri(web.Address, $"/admin/mailings/{work.Closed}/certificate").ToString());
        (await page.EvaluateAsync<int>(
            "() => new Set([...document.querySelector('.table tbody tr').querySelectorAll('td')].map(cell => cell.getBoundingClientRect().top)).size"))
            .ShouldBeLessThanOrEqualTo(2, "Six numbers stand on two lines.");

        await page.GotoAsync(new Uri(web.Address, "/admin/settings").ToString());
        (await page.EvaluateAsync<double>(
            """
            () => {
              const state = document.querySelector('.table .state-and-why .state');
              return state.getBoundingClientRect().left - state.closest('td').getBoundingClientRect().left;
            }
            """)).ShouldBe(0, 1);
    }

    private static IEnumerable<(string Name, string Path)> Pages(WatchedWork work) =>
    [
        ("timeline", "/admin"),
        ("timeline-later", "/admin?from=2031-01-01"),
        ("mailing-planned", $"/admin/mailings/{work.Planned}"),
        ("mailing-overdue", $"/admin/mailings/{work.Overdue}"),
        ("mailing-sending", $"/admin/mailings/{work.UnderWay}?language=sv"),
        ("mailing-closed", $"/admin/mailings/{work.Closed}"),
        ("mailing-cancel", $"/admin/mailings/{work.UnderWay}/cancel"),
        ("mailing-doubt", $"/admin/mailings/{work.Closed}/doubt"),
        ("mailing-certificate", $"/admin/mailings/{work.Closed}/certificate"),
        ("mailing-paused", $"/admin/mailings/{work.Paused}"),
        ("mailing-too-late", $"/admin/mailings/{work.Closed}/cancel"),
        ("deliveries", "/admin/deliveries"),
        ("deliveries-none", "/admin/deliveries?address=nobody"),
        .. work.Deliveries.Select(delivery => ($"delivery-{delivery.Key}", $"/admin/deliveries/{delivery.Value}")),
        ("captured", "/admin/captured"),
        ("captured-html", $"/admin/captured/{work.Captured}"),
        ("captured-text", $"/admin/captured/{work.Captured}?view=text"),
        ("captured-calendar", $"/admin/captured/{work.Captured}?view=calendar"),
        ("captured-headers", $"/admin/captured/{work.Captured}?view=headers"),
        ("captured-source", $"/admin/captured/{work.Captured}?view=source"),
        ("settings", "/admin/settings"),
    ];
}
