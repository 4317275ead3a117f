using System.Net;
using System.Text;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Web.Api;

public sealed class ApiImportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_that_is_not_waited_for_goes_on_and_is_asked_for()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        const string Csv = "Yhteys;nimi\naino@kunta.example;Aino\nnobody;Bo\n";

        var begun = await api.SendAsync(
            HttpMethod.Post, "/api/v1/contacts/import?list=uutiset&onError=skip&wait=0&map=Yhteys%3Daddress&fileName=people.csv", Csv, HttpStatusCode.Accepted, "text/csv");
        var id = begun.GetProperty("id").GetGuid();
        var done = await Eventually.BecomesAsync(
            () => api.GetAsync($"/api/v1/imports/{id}"), import => import.GetProperty("state").GetString() == "imported");

        (done.GetProperty("rows").GetInt32(), done.GetProperty("refused").GetInt32(), done.GetProperty("fileName").GetString()).ShouldBe((2, 1, "people.csv"));
        (await api.GetAsync("/api/v1/imports"))[0].GetProperty("id").GetGuid().ShouldBe(id);
        var report = await api.Http.GetStringAsync(new Uri($"/api/v1/imports/{id}/report", UriKind.Relative), Token);
        report.ShouldContain("2;created;subscribed;;;\r\n3;refused;;Yhteys;nobody;");
        await api.SendAsync(HttpMethod.Post, $"/api/v1/imports/{id}/cancel", "{}", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Dry_run_changes_nothing_and_export_is_imported_again()
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateListAsync();
        const string Path = "/api/v1/contacts/import?list=uutiset";
        const string Csv = "email;nimi\naino@kunta.example;Äijä\n";

        var tried = await api.SendAsync(HttpMethod.Post, Path + "&dryRun=true", Csv, HttpStatusCode.OK, "text/csv");
        (await api.GetAsync("/api/v1/contacts")).GetArrayLength().ShouldBe(0);
        await api.SendAsync(HttpMethod.Post, Path, Csv, HttpStatusCode.OK, "text/csv");
        var export = await api.Http.GetByteArrayAsync(new Uri("/api/v1/contacts/export?list=uutiset&separator=comma", UriKind.Relative), Token);
        var again = await api.SendAsync(HttpMethod.Post, Path, Encoding.UTF8.GetString(export), HttpStatusCode.OK, "text/csv");

        (tried.GetProperty("dryRun").GetBoolean(), tried.GetProperty("created").GetInt32()).ShouldBe((true, 1));
        export[..3].ShouldBe(new byte[] { 0xEF, 0xBB, 0xBF });
        (again.GetProperty("unchanged").GetInt32(), again.GetProperty("alreadySubscribed").GetInt32()).ShouldBe((1, 1));
        (await api.Http.GetStringAsync(new Uri("/api/v1/contacts/suppressions/export", UriKind.Relative), Token)).ShouldContain("email;reason;");
    }
}
