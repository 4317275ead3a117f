using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class SubscribePagesTests(Browser browser) : IAsyncLifetime
{
    private RunningWeb _web = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await RunningWeb.StartAsync();
        _visitor = _web.NewVisitor();
        await _web.Services.OfferAsync();
    }

    [Theory]
    [InlineData("fi", "Tilaa Uutiskirje", "Katso sähköpostiasi")]
    [InlineData("sv", "Prenumerera på Nyhetsbrev", "Titta i din e-post")]
    [InlineData("en", "Subscribe to Newsletter", "Check your email")]
    public async Task Form_speaks_the_language_of_its_link_and_says_what_follows(string language, string title, string answer)
    {
        var page = WebUtility.HtmlDecode(await _visitor.ReadAsync($"/subscribe?lang={language}"));
        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(title);
        page.ShouldContain(Words(language).Text);
        page.ShouldNotContain("<script", Case.Insensitive);

        var sent = await PostAsync("aino@kunta.example", language);

        sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        WebUtility.HtmlDecode(await _visitor.ReadAsync(sent.Headers.Location!.ToString())).ShouldContain(answer);
    }

    [Fact]
    public async Task Answer_is_the_same_for_known_and_unknown_addresses()
    {
        await _web.Services.SubscribeAsync(["known@kunta.example"]);
        await _web.Services.SuppressAsync("gone@kunta.example");
        List<string> answers = [];
        foreach (var address in new[] { "known@kunta.example", "gone@kunta.example", "new@kunta.example" })
        {
            using var answer = await PostAsync(address, "fi");
            answer.Headers.Date = null;
            answers.Add($"{answer} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        answers.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Form_of_another_website_is_taken_without_cookie_and_one_with_old_words_shows_the_new_ones()
    {
        using var stranger = _web.NewVisitor();
        (await PostAsync("aino@kunta.example", "sv", visitor: stranger)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var old = await PostAsync("aino@kunta.example", "sv", "0123", stranger);
        old.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = WebUtility.HtmlDecode(await old.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain("Villkoren har ändrats");
        page.ShouldContain(Words("sv").Hash);
        page.ShouldContain("value=\"aino@kunta.example\"");
    }

    [Fact]
    public async Task Too_many_forms_from_one_place_are_told_so()
    {
        for (var form = 0; form < new SignUpOptions().PerAddress; form++)
            (await PostAsync($"p{form}@kunta.example", "fi")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        using var refused = await PostAsync("one-more@kunta.example", "fi");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Odota muutama minuutti");
    }

    [Fact]
    public async Task Looking_at_a_confirmation_changes_nothing_and_its_link_opens_nothing_else()
    {
        await _web.Services.AskAsync("aino@kunta.example");
        var link = await LinkAsync("aino@kunta.example");
        for (var scan = 0; scan < 3; scan++)
            (await _visitor.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await _web.Services.ListsOfAsync("aino@kunta.example")).ShouldBeEmpty();
        link.ShouldNotContain("aino");
        (await _visitor.GetAsync(link.Replace("/c/", "/u/", StringComparison.Ordinal))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _visitor.GetAsync("/c/forged")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Person_subscribes_and_confirms_without_script(int width, ColorScheme scheme)
    {
        await _web.Services.OfferAsync("tapahtumat", welcomes: true);
        var page = await browser.NewPageAsync(width, scheme);
        await OpenAsync(page, "/subscribe?lang=sv", $"subscribe-form-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Prenumerera", Exact = true }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"subscribe-wrong-{width}");
        await page.GetByLabel("E-postadress").FillAsync("aino@kunta.example");
        await page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Prenumerera", Exact = true }).ClickAsync();
        await page.ShouldWorkForEveryoneAsync($"subscribe-sent-{width}");
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Titta i din e-post");
        await _web.Services.HandleAllAsync();

        await OpenAsync(page, await LinkAsync("aino@kunta.example"), $"confirm-ask-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bekräfta prenumerationen" }).ClickAsync();
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Prenumerationen är bekräftad");
        await page.ShouldWorkForEveryoneAsync($"confirm-done-{width}");
        await OpenAsync(page, await LinkAsync("aino@kunta.example"), $"confirm-nothing-{width}");
        await OpenAsync(page, "/c/forged", $"confirm-unknown-{width}");

        (await _web.Services.ListsOfAsync("aino@kunta.example")).Count.ShouldBe(1);
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

    private Task<HttpResponseMessage> PostAsync(string address, string language, string? wording = null, Visitor? visitor = null) =>
        (visitor ?? _visitor).PostWithoutTokenAsync(
            "/subscribe", ("email", address), ("list", Team.List), ("language", language), ("wording", wording ?? Words(language).Hash), ("website", ""));

    private ShownWording Words(string language) =>
        _web.Services.GetRequiredService<ConsentWording>().In(language, TestContext.Current.CancellationToken);

    private async Task<string> LinkAsync(string address) => new Uri(_web.Services.GetRequiredService<ContactLinks>()
        .AddressFor(LinkPurpose.Confirm, (await _web.Services.PersonAsync(address)).Id, Guid.Empty)).AbsolutePath;
}
