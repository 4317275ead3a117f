using System.Net;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>Addresses and forms that nobody's page makes.</summary>
public sealed class BadAddressTests
{
    private static readonly string[] Pages =
    [
        "/admin", "/admin/account", "/admin/audience", "/admin/audience/contacts", "/admin/newsletters", "/admin/sessions", "/admin/posts",
        "/admin/deliveries", "/admin/captured",
    ];

    [Theory]
    [InlineData("99999999999")]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("%ED%A0%80")]
    public async Task Part_of_a_list_that_there_is_not_is_the_nearest(string number)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        foreach (var path in Pages)
            (await person.GetAsync($"{path}?page={number}&saved={number}&from={number}&state={number}&mailing={number}")).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        (await person.ReadAsync($"/admin/audience/contacts?after={number}&before={number}")).ShouldContain("reader0@example.org");
    }

    [Fact]
    public async Task Zero_character_is_refused_wherever_it_stands()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        foreach (var path in Pages)
            (await person.GetAsync($"{path}?q=a%00b&address=%00")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        (await person.GetAsync("/signin?%00=1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var answer = await person.PostAsync("/admin/audience/lists/new", "/admin/audience/lists/new", ("_handler", "list"), ("key", "a\0b"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("<main");
    }

    [Theory]
    [InlineData("0001-01-01T00:00", "")]
    [InlineData("", "0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59", "")]
    public async Task Time_at_the_end_of_the_calendar_is_a_slip_of_the_pen(string starts, string ends)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        (string, string)[] form = [.. Composing.Session(web).Where(field => field.Key is not ("startsAt" or "endsAt")).Select(field => (field.Key, field.Value))];

        using var answer = await person.PostAsync("/admin/sessions/new", "/admin/sessions/new", [.. form, ("startsAt", starts), ("endsAt", ends)]);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("href=\"#field-startsAt\"");
    }
}
