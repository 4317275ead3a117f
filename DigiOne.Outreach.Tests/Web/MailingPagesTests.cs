using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

public sealed class MailingPagesTests : IAsyncLifetime
{
    private RunningWeb _web = null!;
    private WatchedWork _work = null!;
    private Visitor _person = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await RunningWeb.StartAsync();
        _work = await WatchedWork.SeedAsync(_web);
        _person = await _web.NewPersonAsync();
    }

    [Fact]
    public async Task Mailing_is_cancelled_by_POST_and_never_by_GET()
    {
        var path = $"/admin/mailings/{_work.UnderWay}/cancel";
        (await _person.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _person.GetAsync($"{path}?_handler=cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _person.PostWithoutTokenAsync(path, ("_handler", "cancel"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await MailingAsync(_work.UnderWay)).CancelledAt.ShouldBeNull();

        var answer = await _person.PostAsync(path, from: path, ("_handler", "cancel"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await MailingAsync(_work.UnderWay)).CancelledAt.ShouldNotBeNull();
        (await _person.ReadAsync(new Uri(_web.Address, answer.Headers.Location!).PathAndQuery)).ShouldContain("Lähetys on peruttu.");
    }

    [Fact]
    public async Task Overdue_mailing_starts_when_a_person_says_so()
    {
        (await _person.ReadAsync("/admin")).ShouldContain($"/admin/mailings/{_work.Overdue}");
        var path = $"/admin/mailings/{_work.Overdue}";

        (await _person.PostAsync(path, from: path, ("_handler", "release"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        await using var db = _web.Database();
        var item = await db.Set<DueItem>().SingleAsync(item => item.SubjectId == _work.Overdue.Value, TestContext.Current.CancellationToken);
        (item.State, item.DueAt).ShouldBe((DueState.Waiting, Microseconds(_web.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Organiser_may_not_cancel_a_newsletter()
    {
        using var organiser = await OrganiserAsync();
        var path = $"/admin/mailings/{_work.UnderWay}/cancel";
        (await organiser.ReadAsync(path)).ShouldNotContain("name=\"_handler\" value=\"cancel\"");

        await organiser.PostAsync(path, from: path, ("_handler", "cancel"));
        (await MailingAsync(_work.UnderWay)).CancelledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Certificate_says_that_everyone_is_accounted_for()
    {
        var page = WebUtility.HtmlDecode(await _person.ReadAsync($"/admin/mailings/{_work.Closed}"));
        page.ShouldContain("Jokainen 5 vastaanottajasta on kirjattu.");
        page.ShouldContain("Vastaanotettu 1, hylätty 1, ohitettu 1, peruttu 1, epäselviä 1.");
        page.ShouldContain(new string('a', 64));
        page.ShouldContain($"/admin/deliveries?mailing={_work.Closed}&state=Rejected");
        page.ShouldNotContain("data-live-events");
    }

    [Theory]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/cancel")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/preview/fi")]
    [InlineData("/admin/deliveries/999999")]
    [InlineData("/admin/captured/20261123T100000-../../etc/passwd")]
    [InlineData("/admin/captured/nothing")]
    [InlineData("/admin/captured/nothing/html")]
    public async Task What_does_not_exist_says_so(string path)
    {
        var answer = await _person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Sivua ei löydy");
    }

    [Fact]
    public async Task Preview_comes_under_a_policy_of_its_own()
    {
        var answer = await _person.GetAsync($"/admin/mailings/{_work.Planned}/preview/fi");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Marraskuun kuulumiset");
    }

    public async ValueTask DisposeAsync()
    {
        _person.Dispose();
        await _web.DisposeAsync();
    }

    private async Task<Visitor> OrganiserAsync()
    {
        var person = _web.NewVisitor();
        var link = (await _web.CreateLinkAsync("otto@example.org")).AbsolutePath;
        await _web.InScopeAsync<Microsoft.AspNetCore.Identity.UserManager<Person>, bool>(async people =>
        {
            var organiser = (await people.FindByEmailAsync("otto@example.org"))!;
            foreach (var claim in await people.GetClaimsAsync(organiser))
                await people.RemoveClaimAsync(organiser, claim);
            return (await people.AddClaimAsync(organiser, new(System.Security.Claims.ClaimTypes.Role, Roles.Organiser))).Succeeded;
        });
        await person.PostAsync(link, from: link);
        return person;
    }

    private async Task<Mailing> MailingAsync(MailingId id)
    {
        await using var db = _web.Database();
        return await db.Set<Mailing>().AsNoTracking().SingleAsync(mailing => mailing.Id == id, TestContext.Current.CancellationToken);
    }

    // As the database keeps it.
    private static DateTimeOffset Microseconds(DateTimeOffset instant) => new(instant.UtcTicks / 10 * 10, TimeSpan.Zero);
}
