using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class PreferencesPagesTests(Browser browser) : IAsyncLifetime
{
    private const string Aino = "aino@kunta.example";
    private RunningWeb _web = null!;
    private Visitor _visitor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _web = await RunningWeb.StartAsync();
        _visitor = _web.NewVisitor();
        await _web.Services.OfferAsync();
        await _web.Services.OfferAsync("tapahtumat");
        await _web.Services.SubscribeAsync([Aino], "sv");
    }

    [Fact]
    public async Task Page_speaks_its_readers_language_and_gives_the_address_away_to_nobody()
    {
        var page = WebUtility.HtmlDecode(await _visitor.ReadAsync(await LinkAsync()));

        page.ShouldContain("Dina prenumerationer");
        page.ShouldContain("a…@kunta.example");
        page.ShouldNotContain(Aino);
        page.ShouldNotContain("<script", Case.Insensitive);
        (await _visitor.GetAsync("/p/forged")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Old_links_work_after_the_keys_were_rotated_each_for_its_purpose()
    {
        var preferences = await LinkAsync();
        var leave = _web.Services.GetRequiredService<UnsubscribeLinks>()
            .For((await _web.Services.PersonAsync(Aino)).Id, (await _web.Services.AllAsync<ContactList>())[0].Id, Guid.Empty).AbsolutePath;
        await _web.Services.GetRequiredService<LinkKeys>().RotateAsync(Token);

        (await LinkAsync()).ShouldNotBe(preferences);
        (await _visitor.GetAsync(preferences)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _visitor.GetAsync(leave)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _visitor.GetAsync(preferences.Replace("/p/", "/c/", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Looking_and_asking_to_delete_change_nothing()
    {
        var link = await LinkAsync();
        foreach (var path in new[] { link, $"{link}/data", $"{link}/delete" })
            (await _visitor.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await _web.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
    }

    [Fact]
    public async Task Own_link_is_asked_for_by_a_form_that_tells_nothing()
    {
        foreach (var address in new[] { Aino, "nobody@kunta.example" })
            (await _visitor.PostWithoutTokenAsync("/subscribe/link", ("email", address))).Headers.Location!.ToString().ShouldStartWith("/subscribe/link/sent");
        await _web.Services.HandleAllAsync();

        (await _web.Services.MailsToAsync(Aino)).ShouldBe(["link"]);
        (await _web.Services.MailsToAsync("nobody@kunta.example")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Person_chooses_pauses_changes_the_address_and_is_forgotten_without_script(int width, ColorScheme scheme)
    {
        var page = await browser.NewPageAsync(width, scheme);
        await OpenAsync(page, await LinkAsync(), $"preferences-{width}");
        await page.GetByLabel("Uutiskirje").Or(page.GetByLabel("Nyhetsbrev")).First.UncheckAsync();
        await page.Locator("[name=pause]").FillAsync("2000-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara valen" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"preferences-wrong-{width}");
        await page.Locator("[name=pause]").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Spara valen" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"preferences-saved-{width}");
        (await page.GetByRole(AriaRole.Status).TextContentAsync())!.ShouldContain("Dina val är sparade.");

        await page.Locator("[name=address]").FillAsync("uusi@kunta.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Byt adress" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"preferences-address-{width}");
        var change = _web.Services.GetRequiredService<ChangeLinks>().AddressFor((await _web.Services.AllAsync<AddressChange>()).Single().Token);
        await OpenAsync(page, new Uri(change).AbsolutePath, $"address-ask-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bekräfta adressen" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"address-done-{width}");
        await OpenAsync(page, "/subscribe/link", $"own-link-{width}");
        await OpenAsync(page, "/subscribe/link/sent", $"own-link-sent-{width}");

        await OpenAsync(page, await LinkAsync("uusi@kunta.example"), $"preferences-moved-{width}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Radera dina uppgifter" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"delete-ask-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Radera mina uppgifter" }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"delete-done-{width}");
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Dina uppgifter är raderade");
        (await _web.Services.AllAsync<Contact>()).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _web.DisposeAsync();
    }

    private async Task OpenAsync(IPage page, string path, string name)
    {
        await page.GotoAsync(new Uri(_web.Address, path).ToString());
        await page.ShouldWorkForEveryoneAsync(name);
    }

    private async Task<string> LinkAsync(string address = Aino) => new Uri(_web.Services.GetRequiredService<ContactLinks>()
        .AddressFor(LinkPurpose.Preferences, (await _web.Services.PersonAsync(address)).Id, Guid.Empty)).AbsolutePath;
}
