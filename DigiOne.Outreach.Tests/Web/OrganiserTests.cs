using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>Whose recipients an organiser of info sessions sees: those of invitations and reminders, and nobody else's.</summary>
public sealed class OrganiserTests : WatchingTests
{
    private const string Invited = "kutsuttu@kunta.example";

    [Fact]
    public async Task Search_finds_recipients_of_invitations_and_none_of_newsletters()
    {
        await InviteAsync();
        using var organiser = await OrganiserAsync();

        foreach (var search in new[] { "", "?address=kunta", "?state=Accepted", $"?mailing={Work.Planned}" })
        {
            var page = await organiser.ReadAsync($"/admin/deliveries{search}");
            page.ShouldContain(Invited, Case.Sensitive, search);
            page.ShouldNotContain("@Kunta.example", Case.Sensitive, search);
            page.ShouldNotContain("Uutiskirje 10/2026", Case.Sensitive, search);
        }

        foreach (var search in new[] { $"?mailing={Work.Closed}", $"?mailing={Work.Closed}&state=Rejected", "?address=Maija.Rejected1@Kunta.example" })
            (await organiser.ReadAsync($"/admin/deliveries{search}")).ShouldNotContain("href=\"/admin/deliveries/", Case.Sensitive, search);
        (await Person.ReadAsync("/admin/deliveries?address=kunta")).ShouldContain("@Kunta.example", Case.Sensitive);
    }

    [Fact]
    public async Task Delivery_of_an_invitation_is_shown_and_one_of_a_newsletter_is_not()
    {
        var invited = await InviteAsync();
        using var organiser = await OrganiserAsync();

        (await organiser.ReadAsync($"/admin/deliveries/{invited}")).ShouldContain(Invited);
        foreach (var delivery in Work.Deliveries.Values)
            (await organiser.GetAsync($"/admin/deliveries/{delivery}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Captured_invitation_is_read_and_a_captured_newsletter_is_not()
    {
        await InviteAsync();
        using var organiser = await OrganiserAsync();
        var own = await CaptureAsync(Work.Planned);
        string[] others = [Work.Captured, await CaptureAsync(Work.Closed)];

        (await organiser.GetAsync("/admin/captured")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var part in new[] { "", "/html", "/source" })
        {
            (await organiser.GetAsync($"/admin/captured/{own}{part}")).StatusCode.ShouldBe(HttpStatusCode.OK, part);
            foreach (var other in others)
            {
                (await Person.GetAsync($"/admin/captured/{other}{part}")).StatusCode.ShouldBe(HttpStatusCode.OK, part);
                (await organiser.GetAsync($"/admin/captured/{other}{part}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, part);
            }
        }

        (await Person.GetAsync($"/admin/captured/{Work.Captured}/parts/0")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await organiser.GetAsync($"/admin/captured/{Work.Captured}/parts/0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<DeliveryId> InviteAsync()
    {
        await using var db = Web.Database();
        var delivery = new Delivery
        {
            MailingId = Work.Planned,
            Address = Invited,
            Domain = "kunta.example",
            Language = "fi",
            State = DeliveryState.Accepted,
            NextAttemptAt = Web.Clock.GetUtcNow(),
        };
        db.Add(delivery);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return delivery.Id;
    }

    // With the Message-ID that its deliveries have.
    private async Task<string> CaptureAsync(MailingId mailing)
    {
        var route = Web.Services.GetRequiredService<SenderDirectory>().Routes.OfType<CaptureFolder>().Single();
        var mail = Mails.Newsletter() with { MessageId = $"{mailing.Value:n}.1@digione.example" };
        await using var connection = route.CreateConnection();
        (await connection.HandOverAsync(mail, null, TestContext.Current.CancellationToken)).ShouldBeOfType<HandOver.Accepted>();
        return (await Web.Services.GetRequiredService<CapturedMailbox>().FindAsync(mail.MessageId, TestContext.Current.CancellationToken)).ShouldNotBeNull().Id;
    }
}
