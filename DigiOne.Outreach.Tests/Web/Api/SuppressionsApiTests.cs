using System.Net;

namespace DigiOne.Outreach.Tests.Web.Api;

public sealed class SuppressionsApiTests
{
    private const string Path = "/api/v1/suppressions";

    [Fact]
    public async Task Address_is_entered_found_and_lifted_reason_by_reason()
    {
        await using var api = await RunningApi.StartAsync();
        await api.SendAsync(HttpMethod.Get, $"{Path}/aino%40kunta.example", null, HttpStatusCode.NotFound);

        await api.SendAsync(HttpMethod.Put, $"{Path}/Aino%40Kunta.example", """{ "note": "soitti" }""", HttpStatusCode.OK);
        await api.SendAsync(HttpMethod.Put, $"{Path}/aino%40kunta.example", """{ "reason": "complaint" }""", HttpStatusCode.OK);

        var found = await api.GetAsync($"{Path}/aino%40kunta.example");
        found.GetProperty("reasons").EnumerateArray().Select(reason => (reason.GetProperty("reason").GetString(), reason.GetProperty("source").GetString(), reason.GetProperty("note").GetString()))
            .ShouldBe([("byHand", "api", "soitti"), ("complaint", "api", null)]);
        (await api.GetAsync($"{Path}?beginning=AIN&reason=complaint")).GetArrayLength().ShouldBe(1);
        (await api.GetAsync($"{Path}?reason=hard-bounce")).GetArrayLength().ShouldBe(0);
        (await api.GetAsync($"{Path}?after=aino%40kunta.example")).GetArrayLength().ShouldBe(0);
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/aino%40kunta.example?reason=byHand", null, HttpStatusCode.OK)).GetProperty("lifted").GetInt32().ShouldBe(1);
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/aino%40kunta.example", null, HttpStatusCode.OK)).GetProperty("lifted").GetInt32().ShouldBe(1);
        await api.SendAsync(HttpMethod.Delete, $"{Path}/aino%40kunta.example", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Mailbox_with_a_slash_is_the_one_that_was_meant()
    {
        await using var api = await RunningApi.StartAsync();

        (await api.SendAsync(HttpMethod.Put, $"{Path}/a%2Fb%40kunta.example", "{}", HttpStatusCode.OK)).GetProperty("address").GetString().ShouldBe("a/b@kunta.example");
    }

    [Fact]
    public async Task What_is_no_address_or_too_long_is_refused_by_its_field()
    {
        await using var api = await RunningApi.StartAsync();

        var address = await api.SendAsync(HttpMethod.Put, $"{Path}/nobody", "{}", HttpStatusCode.BadRequest);
        address.GetProperty("errors").GetProperty("address")[0].GetString().ShouldBe("The address has no @.");
        var note = await api.SendAsync(HttpMethod.Put, $"{Path}/a%40b.example", $$"""{ "note": "{{new string('x', 501)}}" }""", HttpStatusCode.BadRequest);
        note.GetProperty("errors").TryGetProperty("note", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task File_is_imported_and_what_cannot_be_read_is_said()
    {
        await using var api = await RunningApi.StartAsync();

        var imported = await api.SendAsync(HttpMethod.Post, $"{Path}/import?reason=hardBounce", "email\naino@kunta.example\nnobody\n", HttpStatusCode.OK, "text/csv");

        (imported.GetProperty("rows").GetInt32(), imported.GetProperty("added").GetInt32(), imported.GetProperty("refused").GetInt32()).ShouldBe((2, 1, 1));
        (await api.GetAsync($"{Path}?reason=hardBounce")).GetArrayLength().ShouldBe(1);
        await api.SendAsync(HttpMethod.Post, $"{Path}/import", "name\nAino\n", HttpStatusCode.BadRequest, "text/csv");
    }

    [Fact]
    public async Task Person_is_erased_and_the_receipt_can_be_asked_for()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import?list=uutiset", "email\naino@kunta.example\n", HttpStatusCode.OK, "text/csv");
        var id = (await api.GetAsync("/api/v1/contacts"))[0].GetProperty("id").GetInt64();

        var receipt = await api.SendAsync(HttpMethod.Delete, $"/api/v1/contacts/{id}", null, HttpStatusCode.OK);

        receipt.GetProperty("purged").GetProperty("subscriptions").GetInt32().ShouldBe(1);
        (await api.GetAsync($"/api/v1/erasures/{receipt.GetProperty("id").GetString()}")).GetProperty("way").GetString().ShouldBe("api");
        await api.SendAsync(HttpMethod.Get, $"/api/v1/contacts/{id}", null, HttpStatusCode.NotFound);
        (await api.SendAsync(HttpMethod.Post, "/api/v1/contacts/import?list=uutiset", "email\naino@kunta.example\n", HttpStatusCode.OK, "text/csv"))
            .GetProperty("keptOut").GetInt32().ShouldBe(1);
    }
}
