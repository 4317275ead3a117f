using System.Globalization;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigiOne.Outreach.Tests.Web;

public sealed partial class NewUserTests(Browser browser)
{
    private const float Patience = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_user_signs_in_composes_previews_schedules_watches_it_finish_and_opens_one_recipients_mail()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(40);
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Patience);

        // The link from the terminal.
        var link = await outreach.Services.UseAsync<SignInLinks, Uri>(links => links.CreateAsync("aino@kunta.example", Token));
        await page.GotoAsync(new Uri(outreach.Address, link.AbsolutePath).ToString());
        await page.ShouldWorkForEveryoneAsync("walk-1-sign-in");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = SignInButton() }).ClickAsync();

        // The timeline, with nothing on it yet.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Timeline");
        await page.ShouldWorkForEveryoneAsync("walk-2-empty-timeline");

        // Compose, in two languages.
        await page.GetByRole(AriaRole.Link, new() { Name = "Newsletters", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New newsletter" }).First.ClickAsync();
        await page.Locator("[name=name]").FillAsync("Marraskuu");
        await page.Locator("[name=list]").SelectOptionAsync(Team.List);
        await page.Locator("[name=fallbackLanguage]").SelectOptionAsync("fi");
        await page.Locator("[name='variants.fi.subject']").FillAsync("Marraskuun kuulumiset");
        await page.Locator("[name='variants.fi.body']").FillAsync("Hei *kaikille* <b>täällä</b>");
        await page.Locator("[name='variants.sv.subject']").FillAsync("November i korthet");
        await page.ShouldWorkForEveryoneAsync("walk-3-compose");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and preview" }).ClickAsync();

        // What it looks like.
        var preview = page.FrameLocator("iframe");
        await Expect(preview.GetByRole(AriaRole.Heading, new() { Name = "Marraskuun kuulumiset" })).ToBeVisibleAsync();
        await Expect(preview.GetByText("Hei kaikille <b>täällä</b>")).ToBeVisibleAsync();
        await page.ShouldWorkForEveryoneAsync("walk-4-preview");

        // Two seconds from now.
        await page.GetByRole(AriaRole.Link, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync("walk-5-schedule");
        var local = outreach.Services.GetRequiredService<LocalTime>().At(TimeProvider.System.GetUtcNow().AddSeconds(2));
        await page.Locator("[name=at]").FillAsync(local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See the mailing" }).ClickAsync();

        // It finishes while the page stands open.
        await Expect(page.Locator("h1 ~ .state, .state").First).ToHaveTextAsync("Sent", new() { Timeout = Patience });
        await page.ShouldWorkForEveryoneAsync("walk-6-sent");

        // Did it reach this recipient?
        var recipient = (await outreach.Services.AllAsync<DigiOne.Outreach.Deliveries.Delivery>())[7].Address;
        await page.GetByRole(AriaRole.Link, new() { Name = "Deliveries", Exact = true }).First.ClickAsync();
        await page.Locator("[name=address]").FillAsync(recipient);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync("walk-7-deliveries");
        await page.GetByRole(AriaRole.Link, new() { Name = recipient, Exact = true }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync("walk-8-delivery");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the captured message" }).ClickAsync();
        await Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Marraskuun kuulumiset" })).ToBeVisibleAsync();
        await Expect(page.GetByText(recipient).First).ToBeVisibleAsync();
        await page.ShouldWorkForEveryoneAsync("walk-9-captured");

        await page.GotoAsync(new Uri(outreach.Address, "/admin").ToString());
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Marraskuu" })).ToBeVisibleAsync();
        await page.ShouldWorkForEveryoneAsync("walk-10-timeline");
    }

    [GeneratedRegex("^Sign in as ")]
    private static partial Regex SignInButton();
}
