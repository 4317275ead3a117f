using System.Net;

namespace DigiOne.Outreach.Tests.Web.Api;

/// <summary><c>/segments</c>.</summary>
public sealed class SegmentsApiTests
{
    private const string Path = "/api/v1/segments";

    [Fact]
    public async Task A_segment_is_made_counted_edited_and_deleted()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.SendAsync(
            HttpMethod.Post, "/api/v1/contacts/import?list=uutiset", "email,name,kieli\naino@kunta.example,Aino,fi\nbo@kommun.example,Bo,sv\n", HttpStatusCode.OK, "text/csv");

        await api.PostAsync(Path, """{ "key": "ruotsiksi", "name": "Ruotsiksi", "filter": { "all": [{ "field": "language", "op": "is", "values": ["sv"] }, { "field": "lists.uutiset", "op": "isOn" }] } }""", HttpStatusCode.Created);
        var read = await api.GetAsync($"{Path}/ruotsiksi");
        var revision = read.GetProperty("revision").GetInt32();
        read.GetProperty("filter").GetProperty("all")[1].GetProperty("field").GetString().ShouldBe("lists.uutiset");
        var count = await api.GetAsync($"{Path}/ruotsiksi/count");
        (count.GetProperty("people").GetInt64(), count.GetProperty("subscribed").GetInt64(), count.GetProperty("isWhole").GetBoolean()).ShouldBe((1, 1, true));

        const string Edited = """{ "key": "ruotsiksi", "name": "Kaikki", "filter": { "field": "language", "op": "is", "values": ["sv", "fi"] } }""";
        await api.SendAsync(HttpMethod.Put, $"{Path}/ruotsiksi?revision={revision}", Edited, HttpStatusCode.OK);
        await api.SendAsync(HttpMethod.Put, $"{Path}/ruotsiksi?revision={revision}", Edited, HttpStatusCode.Conflict);
        (await api.PostAsync($"{Path}/count", """{ "filter": { "not": { "field": "language", "op": "is", "values": ["sv"] } } }""", HttpStatusCode.OK)).GetProperty("people").GetInt64().ShouldBe(1);

        await api.SendAsync(HttpMethod.Delete, $"{Path}/ruotsiksi", null, HttpStatusCode.OK);
        (await api.GetAsync(Path)).GetArrayLength().ShouldBe(0);
        await api.SendAsync(HttpMethod.Get, $"{Path}/ruotsiksi", null, HttpStatusCode.NotFound);
        (await api.GetAsync("/api/v1/segment-fields")).EnumerateArray().Select(field => field.GetProperty("key").GetString()).ShouldContain("received");
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_place()
    {
        await using var api = await RunningApi.StartAsync();

        var problem = await api.PostAsync(
            Path, """{ "key": "Ö", "name": " ", "filter": { "any": [{ "field": "language", "op": "is", "values": ["de"] }] } }""", HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["key", "name", "filter.any.0.values.0"], ignoreOrder: true);
        (await api.PostAsync(Path, """{ "key": "a", "name": "A", "filter": { "sql": "1=1" } }""", HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty("filter")[0].GetString()!.ShouldContain("sql");
        await api.PostAsync(Path, """{ "key": "a", "name": "A" }""", HttpStatusCode.BadRequest);
    }
}
