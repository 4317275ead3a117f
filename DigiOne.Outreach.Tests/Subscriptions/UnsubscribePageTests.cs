using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Audience;
using DigiOne.Outreach.Web;
using DigiOne.Outreach.Web.Public;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Subscriptions;

public sealed class UnsubscribePageTests : IAsyncLifetime
{
    private AudienceFixture _audience = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _audience = await AudienceFixture.CreateAsync(StorageEngine.Sqlite);
        await _audience.ImportedAsync("email,kieli\na@by.example,fi\nb@by.example,sv\nc@by.example,en\n");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddWeb();
        _audience.Configure(builder.Services);
        _app = builder.Build();
        _app.UseRouting();
        _app.UseAntiforgery();
        _app.MapUnsubscribe();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [Theory]
    [InlineData("a@by.example", "fi", "Haluatko lopettaa viestit listalta ”uutiset”?")]
    [InlineData("b@by.example", "sv", "Vill du sluta få utskick från listan ”uutiset”?")]
    [InlineData("c@by.example", "en", "Do you want to stop receiving “uutiset”?")]
    public async Task Page_asks_in_the_language_of_its_reader(string address, string language, string question)
    {
        var response = await _client.GetAsync(await LinkAsync(address), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldStartWith("<!DOCTYPE html>");
        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(question);
        page.ShouldContain("<form method=\"post\"");
        page.ShouldNotContain("by.example", Case.Insensitive);
        page.ShouldNotContain("<script");
    }

    [Fact]
    public async Task Looking_changes_nothing_however_often_scanners_do_it()
    {
        var link = await LinkAsync("a@by.example");
        for (var scan = 0; scan < 3; scan++)
        {
            await _client.GetAsync(link, TestContext.Current.CancellationToken);
            using var head = new HttpRequestMessage(HttpMethod.Head, link);
            (await _client.SendAsync(head, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await _audience.SubscriptionAsync("a@by.example")).UnsubscribedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_program_leaves_with_one_post_without_cookie_or_redirect(bool multipart)
    {
        var link = await LinkAsync("a@by.example");
        for (var time = 0; time < 2; time++)
        {
            using HttpContent content = multipart
                ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
                : new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            var response = await _client.PostAsync(link, content, TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.Contains("Set-Cookie").ShouldBeFalse();
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        (await _audience.SubscriptionAsync("a@by.example")).UnsubscribedBy.ShouldBe(LeavingWay.OneClick);
    }

    [Fact]
    public async Task Person_leaves_the_list_and_then_everything()
    {
        var link = await LinkAsync("a@by.example");

        (await PostAsync(link, "list")).ShouldContain("Et enää saa viestejä listalta ”uutiset”.");
        (await _audience.SubscriptionAsync("a@by.example")).UnsubscribedBy.ShouldBe(LeavingWay.Link);
        (await _audience.AllAsync<Suppression>()).ShouldBeEmpty();

        (await PostAsync(link, "everything")).ShouldContain("Osoitteesi on poistettu kaikilta listoilta.");
        (await _audience.AllAsync<Suppression>()).ShouldHaveSingleItem();
        WebUtility.HtmlDecode(await _client.GetStringAsync(link, TestContext.Current.CancellationToken)).ShouldNotContain("<form");
    }

    [Fact]
    public async Task Forged_link_leads_nowhere_in_three_languages()
    {
        using var content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await _client.PostAsync("/u/forged", content, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var response = await _client.GetAsync("/u/forged", TestContext.Current.CancellationToken);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.ShouldContain("Linkki ei kelpaa");
        page.ShouldContain("Länken fungerar inte");
        page.ShouldContain("This link does not work");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _audience.DisposeAsync();
    }

    private async Task<string> LinkAsync(string address)
    {
        var target = await _audience.TargetAsync(address);
        return _audience.Get<UnsubscribeLinks>().For(target.Contact, target.List, Guid.Empty).AbsolutePath;
    }

    private async Task<string> PostAsync(string link, string scope)
    {
        using var content = new FormUrlEncodedContent([new("scope", scope)]);
        var response = await _client.PostAsync(link, content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
