using System.Net;
using System.Text.Json;

namespace DigiOne.Outreach.Tests.Web.Api;

/// <summary><c>PUT /lists/{key}</c>.</summary>
public sealed class ListEditApiTests
{
    private const string Path = "/api/v1/lists/uutiset";

    [Fact]
    public async Task List_is_replaced_but_for_its_key_and_only_in_the_revision_that_was_read()
    {
        await using var api = await RunningApi.StartAsync();
        var read = (await api.CreateListAsync()).GetProperty("revision").GetInt32();

        var saved = await PutAsync(
            api, $"{Path}?revision={read}",
            """{ "key": "uutiset", "names": { "sv": "Nyheter" }, "descriptions": { "sv": "En gång i månaden", "fi": " " }, "isPublic": true }""", HttpStatusCode.OK);

        saved.GetProperty("revision").GetInt32().ShouldBeGreaterThan(read);
        var list = await ListAsync(api);
        list.GetProperty("names").EnumerateObject().ShouldHaveSingleItem().Value.GetString().ShouldBe("Nyheter");
        list.GetProperty("descriptions").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("sv");
        (list.GetProperty("legalBasis").GetString(), list.GetProperty("isPublic").GetBoolean(), list.GetProperty("needsConfirmation").GetBoolean())
            .ShouldBe(("consent", true, true), "What is left out has its default again.");
        await PutAsync(api, $"{Path}?revision={read}", """{ "key": "uutiset", "names": { "fi": "Uutiset" } }""", HttpStatusCode.Conflict);
        await PutAsync(api, Path, """{ "key": "uutiset", "names": { "fi": "Uutiset" } }""", HttpStatusCode.OK);
        (await ListAsync(api)).GetProperty("names").EnumerateObject().ShouldHaveSingleItem().Value.GetString().ShouldBe("Uutiset");
    }

    [Theory]
    [InlineData("""{ "key": "uutiset", "names": {} }""", "names")]
    [InlineData("""{ "key": "muu", "names": { "fi": "Muu" } }""", "key")]
    [InlineData("""{ "key": "uutiset", "names": { "fi": " ", "xx-y": "X" }, "descriptions": { "suomi": "Y" } }""", "names.fi", "names.xx-y", "descriptions.suomi")]
    public async Task Every_wrong_field_is_named_and_nothing_is_kept(string json, params string[] fields)
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();

        var problem = await PutAsync(api, Path, json, HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
        (await ListAsync(api)).GetProperty("names").GetProperty("fi").GetString().ShouldBe("Uutiskirje");
    }

    [Fact]
    public async Task What_is_no_list_or_no_JSON_is_refused()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();

        await PutAsync(api, "/api/v1/lists/muu", """{ "key": "muu", "names": { "fi": "Muu" } }""", HttpStatusCode.NotFound);
        await PutAsync(api, Path, """{ "key": "uutiset" }""", HttpStatusCode.BadRequest);
        await PutAsync(api, Path, "{ oops", HttpStatusCode.BadRequest);
        await PutAsync(api, $"{Path}?revision=newest", """{ "key": "uutiset", "names": { "fi": "Uutiset" } }""", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Token_that_may_only_read_changes_nothing()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.UseTokenAsync(Outreach.Identity.ApiScopes.Read);

        await PutAsync(api, Path, """{ "key": "uutiset", "names": { "fi": "Muu" } }""", HttpStatusCode.Forbidden);

        (await ListAsync(api)).GetProperty("names").GetProperty("fi").GetString().ShouldBe("Uutiskirje");
    }

    private static Task<JsonElement> PutAsync(RunningApi api, string path, string json, HttpStatusCode status) => api.SendAsync(HttpMethod.Put, path, json, status);

    private static async Task<JsonElement> ListAsync(RunningApi api) => (await api.GetAsync("/api/v1/lists")).EnumerateArray().ShouldHaveSingleItem();
}
