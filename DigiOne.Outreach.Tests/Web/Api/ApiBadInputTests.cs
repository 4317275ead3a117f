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
    [InlineData("/api/v1/lists", """{ "key": 1, "names": {} }""", "$.key", "The number 1 stands here; a text is expected.")]
    [InlineData("/api/v1/lists", """{ "key": "x", "names": [] }""", "$.names", "A list stands here; an object with a text for each name is expected.")]
    [InlineData("/api/v1/lists", """{ "key": "x", "names": { "fi": { "a": 1 } } }""", "$.names.fi", "An object stands here; a text is expected.")]
    [InlineData("/api/v1/lists", """{ "key": "x", "names": {}, "colour": 1 }""", "$.colour", "There is no 'colour' here; an object with key, names, legalBasis, descriptions, isPublic, needsConfirmation, welcomes is expected.")]
    [InlineData("/api/v1/lists", """{ "key": "x", "names": {}, "legalBasis": "whim" }""", "$.legalBasis", "The text \"whim\" stands here; one of consent, ")]
    [InlineData("/api/v1/lists", """{ "key": "x" }""", "$", "Missing here: names.")]
    [InlineData("/api/v1/lists", """{ "key": null, "names": {} }""", "$.key", "The word null stands here; a text is expected.")]
    [InlineData("/api/v1/lists", """[]""", "$", "A list stands here; an object with key, names, legalBasis, descriptions, isPublic, needsConfirmation, welcomes is expected.")]
    [InlineData("/api/v1/lists", """{ "key": "x", "names": { "fi": "a", "fi": "b" } }""", "$.names.fi", "stands twice")]
    [InlineData("/api/v1/lists", """{ "key": "\ud800", "names": {} }""", "$.key", "half a character")]
    [InlineData("/api/v1/lists", """{ "key": "x", }""", "$.key", "trailing comma")]
    [InlineData("/api/v1/sessions", """{ "list": "x", "startsAt": "tomorrow" }""", "$.startsAt", "a local time without offset")]
    [InlineData("/api/v1/campaigns", """{ "variants": { "fi": { "articles": [ { "title": true } ] } } }""", "$.variants.fi.articles[0].title", "The word true stands here")]
    [InlineData("/api/v1/templates/render", """{ "html": "x", "data": { "a": { "b": [ { "c": 1, "c": 2 } ] } } }""", "$.data.a.b[0].c", "stands twice")]
    [InlineData("/api/v1/mailings", """{ "list": "x", "html": "x", "data": { "a": 1, "A": 2 } }""", "$.data.A", "stands twice")]
    [InlineData("/api/v1/mailings", """{ "list": "x", "html": "x", "data": { "a b": "\u0000" } }""", "$.data['a b']", "U+0000")]
    [InlineData("/api/v1/mailings", """{ "list": "x", "html": "x", "data": 5 }""", "$.data", "The number 5 stands here; an object is expected.")]
    public async Task What_is_wrong_with_JSON_is_said_with_its_path_and_what_would_be_right(string path, string json, string place, string sentence)
    {
        await using var api = await RunningApi.StartAsync();

        var problem = await api.PostAsync(path, json, HttpStatusCode.BadRequest);

        problem.GetProperty("path").GetString().ShouldBe(place);
        var detail = problem.GetProperty("detail").GetString()!;
        detail.ShouldContain(sentence);
        foreach (var ours in new[] { "DigiOne", "System.", ".NET", "`" })
            detail.ShouldNotContain(ours);
    }

    [Fact]
    public async Task JSON_nested_without_end_is_refused()
    {
        await using var api = await RunningApi.StartAsync();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        (await api.PostAsync("/api/v1/templates/render", $$"""{ "html": "x", "data": {{deep}} }""", HttpStatusCode.BadRequest))
            .GetProperty("detail").GetString()!.ShouldContain("depth");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public async Task Missing_body_is_said_with_what_belongs_there(string body)
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var problem in new[] { await api.PostAsync("/api/v1/lists", body, HttpStatusCode.BadRequest), await api.PostAsync("/api/v1/lists", null, HttpStatusCode.BadRequest) })
            problem.GetProperty("detail").GetString().ShouldBe("The request has no body; an object with key, names, legalBasis, descriptions, isPublic, needsConfirmation, welcomes is expected.");
    }

    [Fact]
    public async Task Body_of_another_encoding_is_refused_and_a_byte_order_mark_is_not()
    {
        await using var api = await RunningApi.StartAsync();
        using var bytes = new ByteArrayContent([.. "{\"key\":\""u8, 0xFF, .. "\",\"names\":{}}"u8]);
        bytes.Headers.ContentType = new("application/json");
        (await api.Http.PostAsync(new Uri("/api/v1/lists", UriKind.Relative), bytes, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var utf16 = new StringContent("{}", System.Text.Encoding.Unicode, "application/json");
        (await api.Http.PostAsync(new Uri("/api/v1/lists", UriKind.Relative), utf16, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await api.PostAsync("/api/v1/lists", "\ufeff" + """{ "key": "uutiset", "names": { "fi": "Uutiskirje" } }""", HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("/api/v1/contacts?limit=99999999999", "limit cannot be \"99999999999\"; a whole number from 1 to 200 is expected.")]
    [InlineData("/api/v1/deliveries?before=x", "before cannot be \"x\"; a whole number")]
    [InlineData("/api/v1/deliveries?mailing=x", "mailing cannot be \"x\"; an id such as")]
    [InlineData("/api/v1/deliveries?state=asleep", "state cannot be \"asleep\"; one of ")]
    [InlineData("/api/v1/contacts?search=%00", "search holds the character U+0000.")]
    public async Task What_is_wrong_with_a_query_is_said_with_what_would_be_right(string path, string sentence)
    {
        await using var api = await RunningApi.StartAsync();
        (await api.SendAsync(HttpMethod.Get, path, null, HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("201")]
    [InlineData("100000")]
    public async Task Page_of_no_size_or_too_large_a_one_is_refused_with_the_range_on_every_list(string limit)
    {
        await using var api = await RunningApi.StartAsync();
        var document = await api.GetAsync("/api/v1/openapi.json");
        var lists = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("get", out var get) && get.TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "limit"))
            .Select(path => path.Name).ToList();

        lists.Count.ShouldBeGreaterThanOrEqualTo(6);
        foreach (var path in lists)
        {
            (await api.SendAsync(HttpMethod.Get, $"{path}?limit={limit}", null, HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty("limit")[0]
                .GetString().ShouldBe($"{limit} is out of range; give a whole number from 1 to 200.");
            await api.GetAsync($"{path}?limit=200");
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task Time_at_the_end_of_the_calendar_is_refused(string at)
    {
        await using var api = await RunningApi.StartAsync();
        (await api.PostAsync("/api/v1/mailings", $$"""{ "list": "x", "html": "x", "at": "{{at}}" }""", HttpStatusCode.BadRequest))
            .GetProperty("errors").GetProperty("at")[0].GetString()!.ShouldContain("2199");
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
        await api.CreateListAsync();

        var rows = await ImportAsync(api, "?list=uutiset", "email;nimi\naino@kunta.example;Aino\nnobody;Bo\naino@kunta.example;Aino\n", HttpStatusCode.BadRequest);
        var file = await ImportAsync(api, "?list=uutiset&onError=skip", "nimi\nAino\n", HttpStatusCode.BadRequest);
        var request = await ImportAsync(api, "?list=utiset", "email\na@by.example\n", HttpStatusCode.BadRequest);
        var choice = await ImportAsync(api, "?list=uutiset&onError=ignore", "email\na@by.example\n", HttpStatusCode.BadRequest);

        rows.GetProperty("refusedRows").EnumerateArray().Select(row => row.GetProperty("line").GetInt32()).ShouldContain(3);
        (file.GetProperty("kind").GetString(), file.GetProperty("line").GetInt32()).ShouldBe(("columns", 1));
        request.GetProperty("detail").GetString()!.ShouldBe("There is no list \"utiset\". Lists: uutiset. POST /api/v1/lists makes one.");
        choice.GetProperty("detail").GetString()!.ShouldContain("onError");
        (await api.GetAsync("/api/v1/contacts")).GetArrayLength().ShouldBe(0);
        (await api.GetAsync("/api/v1/lists")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Encoding_is_found_or_taken_as_it_is_said()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();

        var refused = await SendLatinAsync(api, "&encoding=unicode", HttpStatusCode.BadRequest);
        var found = await SendLatinAsync(api, "", HttpStatusCode.OK);
        await SendLatinAsync(api, "&encoding=windows-1252", HttpStatusCode.OK);

        refused.GetProperty("refusedRows")[0].GetProperty("faults")[0].GetProperty("kind").GetString().ShouldBe("encoding");
        (found.GetProperty("created").GetInt32(), found.GetProperty("encoding").GetString()).ShouldBe((1, "windows-1252"));
    }

    [Fact]
    public async Task List_of_a_key_that_stands_is_a_conflict()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.PostAsync("/api/v1/lists", """{ "key": "uutiset", "names": { "fi": "Muu" } }""", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Name_that_no_mail_carries_is_refused_for_a_test_mail()
    {
        await using var api = await RunningApi.StartAsync();
        var request = $$"""{ "address": "aino@kunta.example", "name": "{{new string('x', 301)}}" }""";
        (await api.PostAsync($"/api/v1/campaigns/{Guid.Empty}/test", request, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("name", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Oversized_and_mistyped_bodies_are_problems()
    {
        await using var api = await RunningApi.StartAsync();
        await api.PostAsync("/api/v1/lists", $$"""{ "key": "{{new string('x', 3_000_000)}}" }""", HttpStatusCode.RequestEntityTooLarge);
        await api.SendAsync(HttpMethod.Post, "/api/v1/lists", "key=x", HttpStatusCode.UnsupportedMediaType, "text/plain");
        await api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import?list=x", "{}", HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task<JsonElement> SendLatinAsync(RunningApi api, string query, HttpStatusCode status)
    {
        using var latin = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes("email;nimi\na@by.example;Äijä\n"));
        latin.Headers.ContentType = new("text/csv");
        using var answer = await api.Http.PostAsync(new Uri($"/api/v1/contacts/import?list=uutiset{query}", UriKind.Relative), latin, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static Task<JsonElement> ImportAsync(RunningApi api, string query, string csv, HttpStatusCode status) =>
        api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import" + query, csv, status, "text/csv");
}
