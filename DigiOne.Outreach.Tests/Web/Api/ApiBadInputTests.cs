using System.Net;
using System.Text.Json;

namespace DigiOne.Outreach.Tests.Web.Api;

public sealed class ApiBadInputTests
{
    [Theory]
    [InlineData("/api/v1/lists", """{ "key": "Ö", "names": {} }""", "key", "names")]
    [InlineData("/api/v1/campaigns", """{ "name": "", "list": "x", "sender": "y", "variants": {} }""", "name", "list", "sender", "languages")]
    [InlineData("/api/v1/campaigns", """{ "name": "x", "list": "x", "variants": { "fi": null } }""", "variants.fi")]
    [InlineData("/api/v1/sessions", """{ "list": "x", "startsAt": "2099-03-02T11:00", "endsAt": "2099-03-02T10:00", "texts": {} }""", "list", "languages", "endsAt", "place")]
    [InlineData("/api/v1/sessions", """{ "list": "x", "startsAt": "2099-03-02T11:00Z", "endsAt": "2099-03-02T12:00", "texts": {} }""", "startsAt")]
    [InlineData("/api/v1/posts", """{ "name": "x", "texts": { "orkut": "Hei" } }""", "texts.orkut")]
    [InlineData("/api/v1/mailings", """{ "list": "x", "html": "<h1>Hei</h1>", "at": "never" }""", "list", "at")]
    [InlineData("/api/v1/mailings", """{ "list": "x" }""", "html")]
    [InlineData("/api/v1/mailings", """{ "list": "x", "html": "x", "data": { "a": [{ "b": { "$markup": "<script>" } }] } }""", "data.a[0].b")]
    [InlineData("/api/v1/templates/render", """{ "html": "x", "data": { "a": { "$markup": "<script>", "more": 1 } } }""", "data.a")]
    public async Task Every_wrong_field_is_named_at_once(string path, string json, params string[] fields)
    {
        await using var api = await RunningApi.StartAsync();

        var problem = await api.PostAsync(path, json, HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
    }

    [Theory]
    [InlineData("{ \"key\": \"x\",\n  oops }", 2)]
    [InlineData("{ \"key\": \"x\", \"names\": {},\n \"colour\": 1 }", 2)]
    [InlineData("{ \"key\": \"x\" }", 1)]
    [InlineData("{ \"key\": null, \"names\": {} }", 1)]
    [InlineData("{ \"key\": \"x\", \"key\": \"y\", \"names\": {} }", 1)]
    [InlineData("{ \"key\": \"x\\u0000\", \"names\": {} }", 1)]
    [InlineData("{ \"key\": \"x\", \"names\": {}, \"legalBasis\": \"whim\" }", 1)]
    public async Task Malformed_JSON_is_refused_with_its_line(string json, int line)
    {
        await using var api = await RunningApi.StartAsync();

        var problem = await api.PostAsync("/api/v1/lists", json, HttpStatusCode.BadRequest);

        problem.GetProperty("line").GetInt64().ShouldBe(line);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("<h1>Hei</h1>\n{{ nothing }}", 2)]
    [InlineData("{{ include 'partials/missing.sbn-html' }}", 1)]
    [InlineData("{{ include '../../../etc/passwd.sbn-html' }}", 1)]
    [InlineData("{{ include '/etc/passwd' }}", 1)]
    [InlineData("{{ for i in 1..1000000000 }}x{{ end }}", 1)]
    public async Task Wrong_template_is_refused_with_file_line_and_column(string html, int line)
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        var source = JsonSerializer.Serialize(html);

        var rendered = await api.PostAsync("/api/v1/templates/render", $$"""{ "html": {{source}} }""", HttpStatusCode.BadRequest);
        var sent = await api.PostAsync("/api/v1/mailings", $$"""{ "list": "uutiset", "html": {{source}} }""", HttpStatusCode.BadRequest);

        foreach (var problem in new[] { rendered, sent })
        {
            (problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32()).ShouldBe(("inline.sbn-html", line));
            problem.GetProperty("column").GetInt32().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Template_outside_the_templates_folder_is_not_rendered()
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var path in new[] { "/etc/passwd", "../config/outreach.json", "../templates/newsletters/issue.sbn-html" })
            (await api.PostAsync("/api/v1/templates/render", $$"""{ "template": "{{path}}" }""", HttpStatusCode.BadRequest))
                .GetProperty("detail").GetString()!.ShouldContain("no such template");
    }

    [Fact]
    public async Task Import_says_row_by_row_what_is_wrong_and_imports_nothing()
    {
        await using var api = await RunningApi.StartAsync();

        var rows = await ImportAsync(api, "?list=uutiset", "email;nimi\naino@kunta.example;Aino\nnobody;Bo\naino@kunta.example;Aino\n", HttpStatusCode.BadRequest);
        var file = await ImportAsync(api, "?list=uutiset&onError=skip", "nimi\nAino\n", HttpStatusCode.BadRequest);
        var request = await ImportAsync(api, "?list=uutiset&createList=false", "email\na@by.example\n", HttpStatusCode.BadRequest);
        var choice = await ImportAsync(api, "?list=uutiset&onError=ignore", "email\na@by.example\n", HttpStatusCode.BadRequest);

        rows.GetProperty("refusedRows").EnumerateArray().Select(row => row.GetProperty("line").GetInt32()).ShouldContain(3);
        (file.GetProperty("kind").GetString(), file.GetProperty("line").GetInt32()).ShouldBe(("columns", 1));
        request.GetProperty("detail").GetString()!.ShouldContain("There is no list");
        choice.GetProperty("detail").GetString()!.ShouldContain("onError");
        (await api.GetAsync("/api/v1/contacts")).GetArrayLength().ShouldBe(0);
        (await api.GetAsync("/api/v1/lists")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task List_of_a_key_that_stands_is_a_conflict()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.PostAsync("/api/v1/lists", """{ "key": "uutiset", "names": { "fi": "Muu" } }""", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Oversized_and_mistyped_bodies_are_problems()
    {
        await using var api = await RunningApi.StartAsync();
        await api.PostAsync("/api/v1/lists", $$"""{ "key": "{{new string('x', 3_000_000)}}" }""", HttpStatusCode.RequestEntityTooLarge);
        await api.SendAsync(HttpMethod.Post, "/api/v1/lists", "key=x", HttpStatusCode.UnsupportedMediaType, "text/plain");
        await api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import?list=x", "{}", HttpStatusCode.UnsupportedMediaType);
    }

    private static Task<JsonElement> ImportAsync(RunningApi api, string query, string csv, HttpStatusCode status) =>
        api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import" + query, csv, status, "text/csv");
}
