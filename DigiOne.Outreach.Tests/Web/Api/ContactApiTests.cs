using System.Net;

namespace DigiOne.Outreach.Tests.Web.Api;

/// <summary><c>GET /contacts/{id}</c>.</summary>
public sealed class ContactApiTests
{
    [Fact]
    public async Task Person_comes_with_lists_and_the_consent_log()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.SendAsync(
            HttpMethod.Post, "/api/v1/contacts/import?list=uutiset", "email,name,kieli,municipality\nAino@Kunta.example,Aino Äijälä,fi,Helsinki\n",
            HttpStatusCode.OK, "text/csv");
        var id = (await api.GetAsync("/api/v1/contacts?search=aino")).EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetInt64();

        var detail = await api.GetAsync($"/api/v1/contacts/{id}");

        var contact = detail.GetProperty("contact");
        (contact.GetProperty("id").GetInt64(), contact.GetProperty("address").GetString(), contact.GetProperty("name").GetString(), contact.GetProperty("municipality").GetString())
            .ShouldBe((id, "Aino@Kunta.example", "Aino Äijälä", "091"));
        var subscription = detail.GetProperty("lists").EnumerateArray().ShouldHaveSingleItem();
        subscription.GetProperty("list").GetString().ShouldBe("uutiset");
        subscription.GetProperty("unsubscribedAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var consent = detail.GetProperty("consents").EnumerateArray().ShouldHaveSingleItem();
        (consent.GetProperty("list").GetString(), consent.GetProperty("act").GetString(), consent.GetProperty("way").GetString())
            .ShouldBe(("uutiset", "subscribed", "import"));
    }

    [Theory]
    [InlineData("999999", HttpStatusCode.NotFound)]
    [InlineData("0", HttpStatusCode.NotFound)]
    [InlineData("-1", HttpStatusCode.NotFound)]
    [InlineData("aino@kunta.example", HttpStatusCode.NotFound)]
    [InlineData("9223372036854775808", HttpStatusCode.NotFound)]
    public async Task What_is_nobody_is_not_found(string id, HttpStatusCode status)
    {
        await using var api = await RunningApi.StartAsync();

        await api.SendAsync(HttpMethod.Get, $"/api/v1/contacts/{id}", null, status);
    }

    [Fact]
    public async Task Stranger_learns_of_nobody()
    {
        await using var api = await RunningApi.StartAsync();
        api.Http.DefaultRequestHeaders.Authorization = null;

        await api.SendAsync(HttpMethod.Get, "/api/v1/contacts/1", null, HttpStatusCode.Unauthorized);
    }
}
