using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What people decide about a mailing on its pages, and who may.</summary>
public sealed class MailingDecisionPagesTests : WatchingTests
{
    [Fact]
    public async Task Mailing_is_cancelled_by_POST_and_never_by_GET()
    {
        var path = $"/admin/mailings/{Work.UnderWay}/cancel";
        (await Person.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Person.GetAsync($"{path}?_handler=cancel")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Person.PostWithoutTokenAsync(path, ("_handler", "cancel"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldBeNull();

        var answer = await Person.PostAsync(path, from: path, ("_handler", "cancel"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldNotBeNull();
        (await Person.ReadAsync(new Uri(Web.Address, answer.Headers.Location!).PathAndQuery)).ShouldContain("Lähetys on peruttu.");
    }

    [Fact]
    public async Task Mailing_is_paused_and_goes_on_as_a_person_says()
    {
        var path = $"/admin/mailings/{Work.UnderWay}";
        await Person.PostAsync(path, from: path, ("_handler", "pause"));
        (await MailingAsync(Work.UnderWay)).PauseReason.ShouldBe(PauseReason.Person);
        (await Person.ReadAsync(path)).ShouldContain("Lähettäminen on keskeytetty");

        await Person.PostAsync(path, from: path, ("_handler", "resume"));
        (await MailingAsync(Work.UnderWay)).PausedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Doubt_is_resolved_as_a_person_says_and_the_certificate_gets_a_new_version()
    {
        var path = $"/admin/mailings/{Work.Closed}/doubt";
        var doubtful = Work.Deliveries[DeliveryState.InDoubt];
        (await Person.ReadAsync(path)).ShouldContain("<code class=\"hash\">0198-1@digione.example</code>", customMessage: "It is what the mail server's log is searched for.");
        (await Person.PostAsync(path, from: path, ("_handler", "doubt"), ("answer", $"Perhaps:{doubtful}"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await Person.PostAsync(path, from: path, ("_handler", "doubt"), ("answer", $"Landed:{doubtful}"));

        await using var db = Web.Database();
        (await db.Set<Delivery>().AsNoTracking().SingleAsync(row => row.Id == doubtful, TestContext.Current.CancellationToken)).State
            .ShouldBe(DeliveryState.Accepted);
        await Web.Services.UseAsync<RenewCertificates, bool>(async renew =>
        {
            await renew.ExecuteAsync(TestContext.Current.CancellationToken);
            return true;
        });
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate"));
        page.ShouldContain("Versio 2");
        page.ShouldContain("kunta.example");
        var sheet = await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate/2.csv");
        sheet.ShouldContain("all;;5;2;1;1;1;0;0;0;0;0;0;0;0;1;0;2;");
        (await Person.ReadAsync($"/admin/mailings/{Work.Closed}/certificate/1.csv")).ShouldContain("all;;5;1;1;1;1;0;0;0;0;0;0;0;0;1;1;1;");
    }

    [Fact]
    public async Task Organiser_may_neither_pause_a_newsletter_nor_decide_about_its_doubt()
    {
        using var organiser = await OrganiserAsync();
        await organiser.PostAsync($"/admin/mailings/{Work.UnderWay}", from: "/admin", ("_handler", "pause"));
        await organiser.PostAsync($"/admin/mailings/{Work.Closed}/doubt", from: "/admin", ("_handler", "doubt"), ("answer", "Landed:all"));

        (await MailingAsync(Work.UnderWay)).PausedAt.ShouldBeNull();
        await using var db = Web.Database();
        (await db.Set<Delivery>().CountAsync(row => row.State == DeliveryState.InDoubt, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Overdue_mailing_starts_when_a_person_says_so()
    {
        (await Person.ReadAsync("/admin")).ShouldContain($"/admin/mailings/{Work.Overdue}");
        var path = $"/admin/mailings/{Work.Overdue}";

        (await Person.PostAsync(path, from: path, ("_handler", "release"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        await using var db = Web.Database();
        var item = await db.Set<DueItem>().SingleAsync(item => item.SubjectId == Work.Overdue.Value, TestContext.Current.CancellationToken);
        (item.State, item.DueAt).ShouldBe((DueState.Waiting, Microseconds(Web.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task Organiser_may_not_cancel_a_newsletter()
    {
        using var organiser = await OrganiserAsync();
        var path = $"/admin/mailings/{Work.UnderWay}/cancel";
        (await organiser.ReadAsync(path)).ShouldNotContain("name=\"_handler\" value=\"cancel\"");

        await organiser.PostAsync(path, from: path, ("_handler", "cancel"));
        (await MailingAsync(Work.UnderWay)).CancelledAt.ShouldBeNull();
    }

    // As the database keeps it.
    private static DateTimeOffset Microseconds(DateTimeOffset instant) => new(instant.UtcTicks / 10 * 10, TimeSpan.Zero);
}
