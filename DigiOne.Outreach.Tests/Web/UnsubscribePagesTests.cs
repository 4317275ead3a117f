using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class UnsubscribePagesTests(Browser browser) : IAsyncLifetime
{
    private readonly ListId _list = ListId.New();
    private RunningWeb _web = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await RunningWeb.StartAsync();
        _visitor = _web.NewVisitor();
        var now = _web.Clock.GetUtcNow();
        await using var db = Database();
        db.Add(new ContactList
        {
            Id = _list,
            Key = "uutiset",
            Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje", ["sv"] = "Nyhetsbrev", ["en"] = "Newsletter" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = now,
        });
        foreach (var language in new[] { "fi", "sv", "en" })
        {
            var contact = new Contact { Address = $"{language}@by.example", NormalAddress = $"{language}@by.example", Language = language, CreatedAt = now };
            db.Add(contact);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            db.Add(new Subscription { ContactId = contact.Id, ListId = _list, SubscribedAt = now, Source = "test" });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("fi", "Haluatko lopettaa viestit listalta ”Uutiskirje”?")]
    [InlineData("sv", "Vill du sluta få utskick från listan ”Nyhetsbrev”?")]
    [InlineData("en", "Do you want to stop receiving “Newsletter”?")]
    public async Task Page_asks_in_the_language_of_its_reader(string language, string question)
    {
        var response = await _visitor.GetAsync(await LinkAsync(language));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(question);
        page.ShouldNotContain("by.example", Case.Insensitive);
        page.ShouldNotContain("<script", Case.Insensitive);
    }

    [Fact]
    public async Task Reader_may_choose_another_language()
    {
        var link = await LinkAsync("fi");
        await _visitor.PostAsync("/language", from: link, ("language", "sv"), ("back", link));

        (await _visitor.ReadAsync(link)).ShouldContain("Vill du sluta få utskick från listan ”Nyhetsbrev”?");
    }

    [Fact]
    public async Task Looking_changes_nothing_however_often_scanners_do_it()
    {
        var link = await LinkAsync("fi");
        for (var scan = 0; scan < 3; scan++)
        {
            await _visitor.GetAsync(link);
            using var head = new HttpRequestMessage(HttpMethod.Head, link);
            (await _visitor.Http.SendAsync(head, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await SubscriptionAsync("fi")).UnsubscribedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_program_leaves_with_one_post_without_cookie_or_redirect(bool multipart)
    {
        var link = await LinkAsync("fi");
        for (var time = 0; time < 2; time++)
        {
            using HttpContent content = multipart
                ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
                : new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            var response = await _visitor.Http.PostAsync(link, content, TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.Contains("Set-Cookie").ShouldBeFalse();
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        (await SubscriptionAsync("fi")).UnsubscribedBy.ShouldBe(LeavingWay.OneClick);
        (await SubscriptionAsync("sv")).UnsubscribedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Forged_link_leads_nowhere()
    {
        using var oneClick = await _visitor.PostWithoutTokenAsync("/u/forged", ("List-Unsubscribe", "One-Click"));
        using var page = await _visitor.GetAsync("/u/forged");

        oneClick.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Linkki ei kelpaa");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Person_leaves_the_list_and_then_everything_without_script(int width, ColorScheme scheme)
    {
        var page = await browser.NewPageAsync(width, scheme);
        await OpenAsync(page, "/u/forged", $"unsubscribe-unknown-{width}");
        await OpenAsync(page, await LinkAsync("sv"), $"unsubscribe-ask-{width}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Avsluta prenumerationen" }).ClickAsync();
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Prenumerationen är avslutad");
        await page.ShouldWorkForEveryoneAsync($"unsubscribe-left-{width}");
        var left = await SubscriptionAsync("sv");
        (left.UnsubscribedBy, left.UnsubscribedAt is null).ShouldBe((LeavingWay.Link, false));

        await page.GetByRole(AriaRole.Button, new() { Name = "Avsluta alla utskick" }).ClickAsync();
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Vi skickar dig inga fler meddelanden");
        await page.ShouldWorkForEveryoneAsync($"unsubscribe-gone-{width}");
        await using var db = Database();
        (await db.Set<Suppression>().SingleAsync(TestContext.Current.CancellationToken)).NormalAddress.ShouldBe("sv@by.example");
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

    private async Task<string> LinkAsync(string language) =>
        _web.Services.GetRequiredService<UnsubscribeLinks>().For((await SubscriptionAsync(language)).ContactId, _list, Guid.Empty).AbsolutePath;

    private async Task<Subscription> SubscriptionAsync(string language)
    {
        await using var db = Database();
        return await (
            from subscription in db.Set<Subscription>().AsNoTracking()
            join contact in db.Set<Contact>() on subscription.ContactId equals contact.Id
            where contact.Language == language
            select subscription).SingleAsync(TestContext.Current.CancellationToken);
    }

    private OutreachDb Database() => _web.Services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
}
