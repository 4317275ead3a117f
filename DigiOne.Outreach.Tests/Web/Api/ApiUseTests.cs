using System.Net;
using System.Text.Json;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web.Api;

public sealed class ApiUseTests
{
    private const string Campaign =
        """{ "name": "Syksy", "list": "uutiset", "variants": { "fi": { "subject": "Syksyn uutiset", "body": "**Hei**" } } }""";

    [Fact]
    public async Task Newsletter_is_written_edited_shown_scheduled_and_called_off()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();

        var made = await api.PostAsync("/api/v1/campaigns", Campaign, HttpStatusCode.Created);
        var path = $"/api/v1/campaigns/{made.GetProperty("id").GetString()}";
        var revision = made.GetProperty("revision").GetInt32();
        await api.SendAsync(HttpMethod.Put, $"{path}?revision={revision}", Campaign.Replace("Syksyn", "Talven", StringComparison.Ordinal), HttpStatusCode.OK);
        await api.SendAsync(HttpMethod.Put, $"{path}?revision={revision}", Campaign, HttpStatusCode.Conflict);
        (await api.PostAsync($"{path}/preview", null)).GetProperty("fi").GetProperty("html").GetString()!.ShouldContain("<strong>Hei</strong>");
        var mailing = (await api.PostAsync($"{path}/schedule", """{ "at": "2099-03-01T09:00" }""")).GetProperty("id").GetString();
        await api.SendAsync(HttpMethod.Put, path, Campaign, HttpStatusCode.Conflict);
        var report = await api.GetAsync($"/api/v1/mailings/{mailing}");
        var draft = await api.SendAsync(HttpMethod.Delete, $"{path}/schedule", null, HttpStatusCode.OK);

        (report.GetProperty("name").GetString(), report.GetProperty("state").GetString(), report.GetProperty("kind").GetString())
            .ShouldBe(("Syksy", "scheduled", "newsletter"));
        draft.GetProperty("mailing").ValueKind.ShouldBe(JsonValueKind.Null);
        draft.GetProperty("variants").GetProperty("fi").GetProperty("subject").GetString().ShouldBe("Talven uutiset");
        (await api.GetAsync($"/api/v1/mailings/{mailing}")).GetProperty("state").GetString().ShouldBe("cancelled");
        await api.SendAsync(HttpMethod.Delete, $"{path}/schedule", null, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Sum_that_is_wrong_is_told_to_programs()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        var made = await api.PostAsync("/api/v1/campaigns", Campaign, HttpStatusCode.Created);
        var scheduled = await api.PostAsync($"/api/v1/campaigns/{made.GetProperty("id").GetString()}/schedule", """{ "at": "2099-03-01T09:00" }""");
        var path = $"/api/v1/mailings/{scheduled.GetProperty("id").GetString()}";
        (await api.GetAsync(path)).GetProperty("sumWrongAt").ValueKind.ShouldBe(JsonValueKind.Null);

        var found = new DateTimeOffset(2099, 3, 1, 7, 30, 0, TimeSpan.Zero);
        await using (var db = api.Services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, found), TestContext.Current.CancellationToken);

        (await api.GetAsync(path)).GetProperty("sumWrongAt").GetDateTimeOffset().ShouldBe(found);
    }

    [Fact]
    public async Task Mailing_reaches_the_people_of_an_import_and_closes_with_its_certificate()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        await api.SendAsync(
            HttpMethod.Post, "/api/v1/contacts/import?list=uutiset", "email,name,kieli\naino@kunta.example,Aino,fi\nbo@kommun.example,Bo,sv\n", HttpStatusCode.OK, "text/csv");

        var id = (await api.PostAsync(
            "/api/v1/mailings",
            """{ "list": "uutiset", "subject": "Hei {{ kaikki }}", "html": "<p>{{ contact.name }}: {{ note }}</p>", "data": { "note": "<b>" } }""",
            HttpStatusCode.Created)).GetProperty("id").GetString();
        var report = await ClosedAsync(api, id!);

        report.GetProperty("candidates").GetInt32().ShouldBe(2);
        report.GetProperty("accepted").GetInt32().ShouldBe(2);
        report.GetProperty("addsUp").GetBoolean().ShouldBeTrue();
        var certificate = report.GetProperty("certificate");
        (certificate.GetProperty("version").GetInt32(), certificate.GetProperty("accepted").GetInt32()).ShouldBe((1, 2));
        certificate.GetProperty("contentHash").GetString().ShouldBe(report.GetProperty("contentHash").GetString());
        var found = await api.GetAsync("/api/v1/deliveries?address=AINO@kunta.example&state=accepted");
        found.EnumerateArray().ShouldHaveSingleItem().GetProperty("mailingId").GetString().ShouldBe(id);
        (await api.GetAsync("/api/v1/deliveries?address=ino@kunta")).EnumerateArray().ShouldHaveSingleItem().GetProperty("address").GetString().ShouldBe("aino@kunta.example");
        (await api.GetAsync("/api/v1/mailings"))[0].GetProperty("accepted").GetInt32().ShouldBe(2);
        (await api.GetAsync($"/api/v1/deliveries?mailing={id}")).GetArrayLength().ShouldBe(2);
        var newest = (await api.GetAsync("/api/v1/deliveries?limit=1"))[0].GetProperty("id").GetInt64();
        (await api.GetAsync($"/api/v1/deliveries?before={newest}")).GetArrayLength().ShouldBe(1);
        await api.PostAsync($"/api/v1/mailings/{id}/cancel", null, HttpStatusCode.Conflict);
        await api.PostAsync($"/api/v1/mailings/{id}/release", null, HttpStatusCode.Conflict);
        await api.PostAsync($"/api/v1/mailings/{id}/pause", null, HttpStatusCode.Conflict);
        await api.PostAsync($"/api/v1/mailings/{id}/resume", null, HttpStatusCode.Conflict);
        await api.PostAsync($"/api/v1/mailings/{id}/everybody", null, HttpStatusCode.Conflict);
        await api.PostAsync($"/api/v1/mailings/{id}/doubt", """{ "answer": "landed" }""", HttpStatusCode.Conflict);
        var certificates = await api.GetAsync($"/api/v1/mailings/{id}/certificates");
        certificates.EnumerateArray().ShouldHaveSingleItem().GetProperty("languages").GetArrayLength().ShouldBe(2);
        (await api.GetAsync("/api/v1/contacts?search=aino&list=uutiset")).EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("address").GetString().ShouldBe("aino@kunta.example");
    }

    [Fact]
    public async Task Info_session_is_published_and_called_off()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();

        var made = await api.PostAsync(
            "/api/v1/sessions",
            """{ "list": "uutiset", "startsAt": "2099-03-02T10:00", "endsAt": "2099-03-02T11:00:00", "place": "Kirjasto", "texts": { "fi": { "title": "Digitietoisku" } } }""",
            HttpStatusCode.Created);
        var path = $"/api/v1/sessions/{made.GetProperty("id").GetString()}";
        await api.PostAsync($"{path}/publish", """{ "inviteAt": "2099-03-03T09:00" }""", HttpStatusCode.BadRequest);
        var published = await api.PostAsync($"{path}/publish", """{ "inviteAt": "2099-02-20T09:00", "remindAt": "2099-03-01T10:00" }""");
        var draft = await api.SendAsync(HttpMethod.Delete, $"{path}/publish", null, HttpStatusCode.OK);

        published.GetProperty("invitation").ValueKind.ShouldBe(JsonValueKind.String);
        published.GetProperty("reminder").ValueKind.ShouldBe(JsonValueKind.String);
        draft.GetProperty("invitation").ValueKind.ShouldBe(JsonValueKind.Null);
        (await api.GetAsync("/api/v1/sessions")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Post_is_scheduled_on_its_networks_and_taken_back()
    {
        await using var api = await RunningApi.StartAsync();
        var network = (await api.GetAsync("/api/v1/networks"))[0].GetProperty("network").GetString();

        var made = await api.PostAsync("/api/v1/posts", $$"""{ "name": "Syksy", "texts": { "{{network}}": "Hei" } }""", HttpStatusCode.Created);
        var path = $"/api/v1/posts/{made.GetProperty("id").GetString()}";
        var scheduled = await api.PostAsync($"{path}/schedule", """{ "at": "2099-03-01T09:00+02:00" }""");
        await api.PostAsync($"{path}/schedule", "{}", HttpStatusCode.Conflict);
        var draft = await api.SendAsync(HttpMethod.Delete, $"{path}/schedule", null, HttpStatusCode.OK);

        scheduled.GetProperty("state").GetString().ShouldBe("scheduled");
        scheduled.GetProperty("publications")[0].GetProperty("state").GetString().ShouldBe("waiting");
        draft.GetProperty("state").GetString().ShouldBe("draft");
    }

    [Fact]
    public async Task Shipped_template_renders_with_plain_data()
    {
        await using var api = await RunningApi.StartAsync();

        var mail = await api.PostAsync(
            "/api/v1/templates/render",
            """{ "template": "newsletters/issue.sbn-html", "language": "en", "data": { "newsletter": { "title": "Autumn", "preheader": "", "body_html": "<i>", "articles": [] } } }""");

        mail.GetProperty("subject").GetString().ShouldBe("Autumn");
        mail.GetProperty("html").GetString()!.ShouldContain("&lt;i&gt;");
    }

    private static async Task<JsonElement> ClosedAsync(RunningApi api, string id)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var report = await api.GetAsync($"/api/v1/mailings/{id}");
            if (report.GetProperty("state").GetString() == "closed")
                return report;
            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }
}
