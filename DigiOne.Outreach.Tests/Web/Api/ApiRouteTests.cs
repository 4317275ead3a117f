using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web.Api;

public sealed class ApiRouteTests
{
    private const string SomeId = "0190c0de-0000-7000-8000-000000000002";

    // They take a body and change nothing.
    private static readonly string[] ReadingPosts = ["/api/v1/campaigns/{id:guid}/preview", "/api/v1/segments/count", "/api/v1/templates/render"];

    [Fact]
    public async Task No_route_opens_without_a_token_and_none_that_writes_to_a_reader()
    {
        await using var api = await RunningApi.StartAsync();
        var routes = Routes(api);
        routes.Count.ShouldBeGreaterThan(30);

        api.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var (method, path) in routes)
            (await StatusAsync(api, method, path)).ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");

        await api.UseTokenAsync(ApiScopes.Read);
        foreach (var (method, path) in routes)
        {
            var writes = method != "GET" && !ReadingPosts.Contains(path);
            var status = await StatusAsync(api, method, path);
            (status == HttpStatusCode.Forbidden).ShouldBe(writes, $"{method} {path} answered {status}");
        }

        await api.UseTokenAsync(ApiScopes.Write);
        foreach (var (method, path) in routes.Where(route => route.Method == "GET"))
            (await StatusAsync(api, method, path)).ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
    }

    [Fact]
    public async Task Templates_that_come_along_wait_their_turn()
    {
        await using var api = await RunningApi.StartAsync();

        var waiting = api.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == RenderQueue.Policy)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName);
        waiting.ShouldBe(["renderTemplate", "sendMailing"], ignoreOrder: true);

        // Each loops until its budget ends it; those in line are answered all the same.
        const string Endless = """{ "html": "{{ for a in 1..9999 }}{{ for b in 1..9999 }}{{ a }}{{ end }}{{ end }}" }""";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.PostAsync("/api/v1/templates/render", Endless, HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_on_every_route_with_an_id()
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var (method, path) in Routes(api).Where(route => route.Path.Contains("{id", StringComparison.Ordinal) && route.Method is "GET" or "DELETE"))
            if (path.Contains("{id", StringComparison.Ordinal))
                await api.SendAsync(new HttpMethod(method), Filled(path), null, HttpStatusCode.NotFound);
        await api.SendAsync(HttpMethod.Get, $"/api/v1/deliveries?mailing={SomeId}", null, HttpStatusCode.NotFound);
        await api.PostAsync($"/api/v1/mailings/{SomeId}/cancel", null, HttpStatusCode.NotFound);
        await api.PostAsync($"/api/v1/mailings/{SomeId}/release", null, HttpStatusCode.NotFound);
        await api.PostAsync($"/api/v1/campaigns/{SomeId}/schedule", "{}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OpenAPI_document_describes_every_route_for_anyone_who_asks()
    {
        await using var api = await RunningApi.StartAsync();
        api.Http.DefaultRequestHeaders.Authorization = null;

        var document = await api.GetAsync("/api/v1/openapi.json");

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString().ShouldBe("bearer");
        var described = (
            from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select (Method: method.Name.ToUpperInvariant(), Path: path.Name, Operation: method.Value)).ToList();
        described.Select(operation => (operation.Method, operation.Path))
            .ShouldBe(Routes(api).Select(route => (route.Method, Regex.Replace(route.Path, ":(guid|long|int)}", "}"))), ignoreOrder: true);
        described.ShouldAllBe(operation => operation.Operation.GetProperty("summary").GetString()!.Length > 0);
        described.Select(operation => operation.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        document.GetProperty("components").GetProperty("schemas").GetProperty("MailingReport").GetProperty("properties").GetProperty("sumWrongAt")
            .GetProperty("description").GetString()!.ShouldContain("sum was found wrong");
    }

    [Fact]
    public async Task OpenAPI_document_says_where_an_earlier_address_is_looked_for()
    {
        await using var api = await RunningApi.StartAsync();

        var document = await api.GetAsync("/api/v1/openapi.json");

        document.GetProperty("paths").GetProperty("/api/v1/deliveries").GetProperty("get").GetProperty("summary").GetString()!
            .ShouldContain("that nobody has now");
    }

    [Fact]
    public async Task OpenAPI_document_says_how_a_wait_without_an_end_is_written()
    {
        await using var api = await RunningApi.StartAsync();

        var document = await api.GetAsync("/api/v1/openapi.json");

        var never = JsonSerializer.Serialize(DateTimeOffset.MaxValue).Trim('"');
        document.GetProperty("components").GetProperty("schemas").GetProperty("MailingReport").GetProperty("properties").GetProperty("waitsUntil")
            .GetProperty("description").GetString()!.ShouldContain(never[..never.IndexOf('+', StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Page_for_people_lists_every_operation_without_script()
    {
        await using var api = await RunningApi.StartAsync();
        api.Http.DefaultRequestHeaders.Authorization = null;

        var page = await api.Http.GetStringAsync(new Uri("/api", UriKind.Relative), TestContext.Current.CancellationToken);

        page.ShouldContain("/api/v1/openapi.json");
        page.ShouldContain("/api/v1/mailings/{id}/release");
        page.ShouldNotContain("<script");
    }

    private static IReadOnlyList<(string Method, string Path)> Routes(RunningApi api) =>
    [
        .. from endpoint in api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith(".json", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
           select (method, endpoint.RoutePattern.RawText!.TrimEnd('/')),
    ];

    private static string Filled(string path) => path
        .Replace("{id:guid}", SomeId, StringComparison.Ordinal)
        .Replace("{id:long}", "999999", StringComparison.Ordinal)
        .Replace("{version:int}", "1", StringComparison.Ordinal);

    private static async Task<HttpStatusCode> StatusAsync(RunningApi api, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
        if (method is "POST" or "PUT")
            request.Content = path.EndsWith("/import", StringComparison.Ordinal)
                ? new StringContent("email\n", System.Text.Encoding.UTF8, "text/csv")
                : new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
