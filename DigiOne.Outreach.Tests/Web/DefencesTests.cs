using System.Net;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

public sealed class DefencesTests
{
    [Theory]
    [InlineData("/signin")]
    [InlineData("/signin/guess")]
    [InlineData("/admin")]
    [InlineData("/nothing-here")]
    [InlineData("/admin/style/fault")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/css/base.css")]
    public async Task Every_answer_tells_the_browser_what_to_refuse(string path)
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var headers = (await visitor.GetAsync(path)).Headers;
        headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentSecurityPolicy]);
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    [Fact]
    public async Task Page_that_frames_foreign_content_keeps_its_own_policy()
    {
        await using var web = await RunningWeb.StartAsync(app => app.MapGet("/framed", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "sandbox";
            return "mail";
        }).AllowAnonymous());
        using var visitor = web.NewVisitor();
        (await visitor.GetAsync("/framed")).Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
    }

    [Theory]
    [InlineData("http", "outreach-person", false)]
    [InlineData("https", "__Host-outreach-person", true)]
    public async Task Cookies_are_hidden_from_script_and_bound_to_the_host(string scheme, string name, bool secure)
    {
        await using var web = await RunningWeb.StartAsync(publicScheme: scheme);
        var link = (await web.CreateLinkAsync()).AbsolutePath;
        using var visitor = web.NewVisitor();
        var page = await visitor.GetAsync(link);
        var form = page.Headers.GetValues("Set-Cookie").Single();
        form.ShouldStartWith(name.Replace("person", "form", StringComparison.Ordinal));
        form.ToUpperInvariant().ShouldContain("HTTPONLY");
        form.ToUpperInvariant().ShouldContain("SAMESITE=LAX");
        form.ToUpperInvariant().Contains("; SECURE", StringComparison.Ordinal).ShouldBe(secure);

        // A client on http keeps no secure cookie, so it is handed over as the proxy in front would.
        var token = System.Text.RegularExpressions.Regex
            .Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent([new("form-token", token)]) };
        request.Headers.Add("Cookie", form.Split(';')[0]);
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = web.Address };
        var person = (await client.SendAsync(request, TestContext.Current.CancellationToken)).Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.StartsWith(name, StringComparison.Ordinal));
        person.ToUpperInvariant().ShouldContain("; PATH=/;");
        person.ToUpperInvariant().ShouldContain("HTTPONLY");
        person.ToUpperInvariant().ShouldContain("SAMESITE=LAX");
        person.ToUpperInvariant().ShouldNotContain("DOMAIN=");
        person.ToUpperInvariant().Contains("; SECURE", StringComparison.Ordinal).ShouldBe(secure);
    }

    [Fact]
    public async Task Way_to_the_sign_in_page_leads_to_no_host_that_a_request_names()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        visitor.Http.DefaultRequestHeaders.Host = "elsewhere.example";

        using var answer = await visitor.GetAsync("/admin/settings");

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.GetValues("Location").Single().ShouldBe("/signin?back=%2Fadmin%2Fsettings");
    }

    [Fact]
    public async Task Only_what_is_named_here_is_open_to_everyone()
    {
        await using var web = await RunningWeb.StartAsync();
        web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText)
            .Distinct()
            .ShouldBe(
                [
                    "/", "/signin/", "/signin/{token}", "/signout", "/language", "/u/{token}/", "/c/{token}/", "/p/{token}/", "/p/{token}/data", "/p/{token}/delete", "/a/{token}/", "/subscribe/link/", "/subscribe/link/sent", "/subscribe/", "/privacy", "/accessibility", "/subscribe/sent", "/subscribe/done",
                    "/admin/style", "/admin/style/public", "/admin/style/fault",
                ],
                ignoreOrder: true);
    }

    [Fact]
    public async Task Form_without_its_token_changes_nothing_whatever_its_endpoint_binds()
    {
        var changed = 0;
        await using var web = await RunningWeb.StartAsync(app =>
        {
            app.MapPost("/change", () => Interlocked.Increment(ref changed)).AllowAnonymous();
            app.MapPost("/one-click", () => "done").AllowAnonymous().DisableAntiforgery();
        });
        using var visitor = web.NewVisitor();

        (await visitor.PostWithoutTokenAsync("/change")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        changed.ShouldBe(0);
        (await visitor.PostAsync("/change", from: "/signin")).StatusCode.ShouldBe(HttpStatusCode.OK);
        changed.ShouldBe(1);
        (await visitor.PostWithoutTokenAsync("/one-click")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken off")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "form-token=x")]
    public async Task Form_that_cannot_be_read_is_refused_like_one_without_its_token(string type, string? body)
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        using var content = new StringContent(body ?? string.Concat(Enumerable.Range(0, 5000).Select(n => $"k{n}=&")));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await visitor.Http.PostAsync(new Uri("/signin/guess", UriKind.Relative), content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/nothing-here", HttpStatusCode.NotFound, "There is no such page")]
    [InlineData("/admin/style/fault", HttpStatusCode.InternalServerError, "Something went wrong")]
    public async Task Failure_has_a_page_that_gives_nothing_away(string path, HttpStatusCode status, string title)
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var answer = await visitor.GetAsync(path);
        answer.StatusCode.ShouldBe(status);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain(title);
        page.ShouldNotContain("InvalidOperationException");
    }
}
