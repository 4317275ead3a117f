using System.Net;
using DigiOne.Outreach.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace DigiOne.Outreach.Tests.Hosting;

public sealed class ServingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_is_live_and_ready()
    {
        await using var host = await ServingHost.StartAsync(migrated: true);

        (await host.Client.GetAsync(Health.Live, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync(Health.Ready, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_is_live_but_not_ready_while_the_database_is_out_of_reach()
    {
        await using var host = await ServingHost.StartAsync();
        foreach (var file in Directory.GetFiles(host.DataFolder, "outreach.db*"))
            File.Delete(file);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        (await host.Client.GetAsync(Health.Live, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync(Health.Ready, Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Files_are_found_beside_the_binary_wherever_the_process_is_started()
    {
        await using var host = await ServingHost.StartAsync();

        (await host.Client.GetStringAsync("/robots.txt", Token)).ShouldContain("Disallow: /");
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7 https")]
    [InlineData("127.0.0.0/8", "203.0.113.7 https")]
    [InlineData("10.0.0.0/8", "127.0.0.1 http")]
    [InlineData(null, "127.0.0.1 http")]
    public async Task Forwarded_headers_count_from_trusted_proxies_only(string? trusted, string seen)
    {
        await using var host = await ServingHost.StartAsync(
            settings => settings.Web.TrustedProxies = trusted is null ? [] : [trusted],
            app => app.MapGet("/seen", context => context.Response.WriteAsync($"{context.Connection.RemoteIpAddress} {context.Request.Scheme}")).AllowAnonymous());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/seen");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "http, https");

        var answer = await host.Client.SendAsync(request, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe(seen);
    }

    [Fact]
    public async Task A_chain_of_proxies_is_followed_as_far_as_it_is_trusted()
    {
        await using var host = await ServingHost.StartAsync(
            settings => settings.Web.TrustedProxies = ["127.0.0.1", "10.0.0.0/8"],
            app => app.MapGet("/seen", context => context.Response.WriteAsync($"{context.Connection.RemoteIpAddress}")).AllowAnonymous());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/seen");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.1.2.3");
        request.Headers.Add("X-Forwarded-Proto", "http, https, https");

        var answer = await host.Client.SendAsync(request, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("203.0.113.7");
    }

    [Theory]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(3, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Bodies_larger_than_any_form_are_refused(int mebibytes, HttpStatusCode status)
    {
        await using var host = await ServingHost.StartAsync(map: app => app
            .MapPost("/taken", (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, Token)).AllowAnonymous().DisableAntiforgery());
        using var body = new ByteArrayContent(new byte[mebibytes * 1024 * 1024]);

        using var answer = await host.Client.PostAsync(new Uri("/taken", UriKind.Relative), body, Token);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Nodes_on_one_data_volume_read_what_another_protected()
    {
        await using var first = await ServingHost.StartAsync();
        var secret = first.App.Services.GetDataProtector("test").Protect("token");
        await using var second = await ServingHost.StartAsync(settings => settings.Storage.DataFolder = first.DataFolder);

        second.App.Services.GetDataProtector("test").Unprotect(secret).ShouldBe("token");
        Directory.GetFiles(Path.Combine(first.DataFolder, "keys"), "key-*.xml").ShouldNotBeEmpty();
    }
}
