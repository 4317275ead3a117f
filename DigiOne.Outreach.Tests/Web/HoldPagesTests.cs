using System.Net;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class HoldPagesTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_says_that_all_mail_waits_until_a_person_lets_it_leave_without_script()
    {
        await using var web = await RunningWeb.StartAsync();
        await HoldAsync(web, HoldReason.Restored);
        using var person = await web.NewPersonAsync();

        (await person.ReadAsync("/admin/account")).ShouldContain("/admin/hold");
        var hold = web.Services.GetRequiredService<MailHold>();
        using var answer = await person.PostAsync("/admin/hold", from: "/admin/hold", ("_handler", "release"));

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.SeeOther);
        hold.MayLeave.ShouldBeTrue();
        (await person.ReadAsync("/admin/account")).ShouldNotContain("/admin/hold");
        await using var db = web.Database();
        (await db.Set<Generation>().SingleAsync(Token)).ReleasedBy.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Silence_that_may_be_a_plain_outage_is_told_as_such()
    {
        await using var web = await RunningWeb.StartAsync();
        await HoldAsync(web, HoldReason.Unproven);
        using var person = await web.NewPersonAsync();

        var page = WebUtility.HtmlDecode(await person.ReadAsync("/admin/hold"));

        page.ShouldContain("Jos palvelu oli vain pysähdyksissä, mitään ei puutu.");
        page.ShouldContain("päästä viestit lähtemään.");
        var alive = web.Clock.GetUtcNow().AddDays(-2).UtcDateTime;
        page.ShouldContain($"datetime=\"{alive:yyyy-MM-dd'T'HH:mm:ss}Z\"");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI", HoldReason.Restored)]
    [InlineData(320, ColorScheme.Dark, "sv-FI", HoldReason.Copied)]
    [InlineData(800, ColorScheme.Light, "en-GB", HoldReason.Unproven)]
    public async Task Notice_and_page_work_for_everyone(int width, ColorScheme scheme, string locale, HoldReason reason)
    {
        await using var web = await RunningWeb.StartAsync();
        await HoldAsync(web, reason);
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);

        await page.ShouldWorkForEveryoneAsync($"held-{width}-{scheme}");
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).ClickAsync();
        page.Url.ShouldEndWith("/admin/hold");
        await page.ShouldWorkForEveryoneAsync($"hold-{width}-{scheme}");
        await page.GotoAsync(new Uri(web.Address, "/admin/settings").ToString());
        await page.ShouldWorkForEveryoneAsync($"settings-nodes-{width}-{scheme}");
    }

    private static async Task HoldAsync(RunningWeb web, HoldReason reason)
    {
        var now = web.Clock.GetUtcNow();
        var held = new Generation { Stamp = "a/b", Beat = 3, AliveAt = now, HeldAt = now, HeldBecause = reason, HeldAliveAt = now.AddDays(-2) };
        await using var db = web.Database();
        db.Add(held);
        await db.SaveChangesAsync(Token);
        web.Services.GetRequiredService<MailHold>().Note(held);
        web.Services.GetRequiredService<LiveNodes>().All =
            [new Node { Id = new(Guid.CreateVersion7()), Name = "viesti-1:7", StartedAt = now.AddHours(-3), HeartbeatAt = now }];
    }
}
