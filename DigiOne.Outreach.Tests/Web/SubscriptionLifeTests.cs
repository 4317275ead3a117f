using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed partial class SubscriptionLifeTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fi", "Tilaa", "Vahvista tilaus", "Tallenna valinnat", "Vaihda osoite", "Vahvista osoite", "Poista tietoni")]
    [InlineData("sv", "Prenumerera", "Bekräfta prenumerationen", "Spara valen", "Byt adress", "Bekräfta adressen", "Radera mina uppgifter")]
    [InlineData("en", "Subscribe", "Confirm subscription", "Save choices", "Change address", "Confirm address", "Delete my data")]
    public async Task A_subscription_is_lived_through_with_scripts_switched_off(
        string language, string subscribe, string confirm, string save, string change, string confirmAddress, string delete)
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        await outreach.Services.OfferAsync(welcomes: true);
        await outreach.Services.SubscribeAsync(["jaava@kunta.example"], language);
        var page = await browser.NewPageAsync(script: false);

        // Joining.
        await GoAsync(outreach, page, $"/subscribe?lang={language}");
        await page.Locator("[name=email]").FillAsync("aino@kunta.example");
        await PressAsync(page, subscribe);
        await GoAsync(outreach, page, await LinkAsync(outreach, "aino@kunta.example", "c"));
        (await outreach.Services.ListsOfAsync("aino@kunta.example")).ShouldBeEmpty();
        await PressAsync(page, confirm);
        (await outreach.Services.ListsOfAsync("aino@kunta.example")).ShouldBe([Team.List]);

        // Choosing, by the link in the welcome.
        var preferences = await LinkAsync(outreach, "aino@kunta.example", "p");
        await GoAsync(outreach, page, preferences);
        var pause = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.Locator("[name=pause]").FillAsync(pause);
        await PressAsync(page, save);
        (await page.Locator("[name=pause]").InputValueAsync()).ShouldBe(pause);
        (await outreach.Services.PersonAsync("aino@kunta.example")).PausedUntil.ShouldNotBeNull();
        await page.Locator("[name=pause]").FillAsync("");
        await PressAsync(page, save);

        // Moving.
        await page.Locator("[name=address]").FillAsync("uusi@kunta.example");
        await PressAsync(page, change);
        await GoAsync(outreach, page, await LinkAsync(outreach, "uusi@kunta.example", "a"));
        await PressAsync(page, confirmAddress);
        (await outreach.Services.ListsOfAsync("uusi@kunta.example")).ShouldBe([Team.List]);

        // Leaving, by the mail program's own button.
        using var http = new HttpClient { BaseAddress = outreach.Address };
        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var left = await http.PostAsync(new Uri(await LinkAsync(outreach, "aino@kunta.example", "u"), UriKind.Relative), oneClick, Token);
        left.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await outreach.Services.ListsOfAsync("uusi@kunta.example")).ShouldBeEmpty();

        // A mailing reaches nobody who left.
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow(), Team.Issue([language]));
        await outreach.Services.WaitUntilClosedAsync(mailing);
        (await outreach.Services.DeliveriesAsync(mailing)).Where(delivery => delivery.State == DeliveryState.Accepted)
            .Select(delivery => delivery.Address).ShouldBe(["jaava@kunta.example"]);

        // Being forgotten.
        await GoAsync(outreach, page, $"{preferences}/delete");
        await PressAsync(page, delete);
        (await outreach.Services.AllAsync<Contact>()).Select(contact => contact.Address).ShouldBe(["jaava@kunta.example"]);
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
    }

    private static async Task GoAsync(RunningOutreach outreach, IPage page, string path) =>
        (await page.GotoAsync(new Uri(outreach.Address, path).ToString()))!.Status.ShouldBe(200);

    private static Task PressAsync(IPage page, string button) =>
        page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>The first link to a place in the mails to an address, as the capture folder has them.</summary>
    private static async Task<string> LinkAsync(RunningOutreach outreach, string address, string place)
    {
        var found = await Eventually.BecomesAsync(async () => await FindLinkAsync(outreach, address, place), link => link is not null);
        return found!;
    }

    private static async Task<string?> FindLinkAsync(RunningOutreach outreach, string address, string place)
    {
        var mailbox = outreach.Services.GetRequiredService<CapturedMailbox>();
        foreach (var summary in await mailbox.ListAsync(0, 50, Token))
            if (summary.To.Contains(address, StringComparison.Ordinal) && await mailbox.ReadAsync(summary.Id, Token) is { } mail
                && Links().Matches(mail.Text!).FirstOrDefault(link => link.Groups[2].Value == place) is { } link)
                return link.Groups[1].Value;
        return null;
    }

    [GeneratedRegex(@"https://viesti\.digione\.example(/(\w)/[\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
