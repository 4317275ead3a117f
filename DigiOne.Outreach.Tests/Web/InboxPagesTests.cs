using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What came in, as the team sees it.</summary>
public sealed class InboxPagesTests(Browser browser)
{
    private const string Question = "Milloin seuraava tilaisuus on? <script>alert(1)</script>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(320, ColorScheme.Dark, "fi-FI")]
    public async Task Every_page_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);
        await page.GotoAsync(new Uri(web.Address, "/admin/inbox").ToString());
        await page.ShouldWorkForEveryoneAsync($"inbox-empty-{width}-{scheme}");
        var seeded = await SeedAsync(web);

        foreach (var (name, path) in new[]
        {
            ("inbox", "/admin/inbox"), ("inbox-by-itself", "/admin/inbox?part=ByItself"), ("inbox-reply", $"/admin/inbox/{seeded.Reply}"),
            ("inbox-bounce", $"/admin/inbox/{seeded.Bounce}"), ("delivery-bounced", $"/admin/deliveries/{seeded.Delivery}"),
            ("contact-returns", $"/admin/audience/contacts/{seeded.Contact}"), ("mailing-bounced", $"/admin/mailings/{seeded.Mailing}"), ("settings-inbound", "/admin/settings"),
        })
        {
            await page.GotoAsync(new Uri(web.Address, path).ToString());
            await page.ShouldWorkForEveryoneAsync($"{name}-{width}-{scheme}");
        }
    }

    [Fact]
    public async Task Message_is_marked_by_keyboard_alone_and_a_look_changes_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var seeded = await SeedAsync(web);
        var page = await browser.NewPageAsync(script: false);
        await web.SignInAsync(page);
        await page.GotoAsync(new Uri(web.Address, $"/admin/inbox/{seeded.Reply}").ToString());
        (await RowAsync(web, seeded.Reply)).OpenedAt.ShouldBeNull();

        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as done" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/admin/inbox");

        var row = await RowAsync(web, seeded.Reply);
        row.HandledAt.ShouldNotBeNull();
        (row.OpenedAt, row.HandledBy).ShouldBe((row.HandledAt, RunningWeb.Administrator));
        (await page.ContentAsync()).ShouldNotContain("Re: Uutiset");
        await page.GotoAsync(new Uri(web.Address, $"/admin/inbox/{seeded.Reply}").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Put back to waiting" }).ClickAsync();
        (await RowAsync(web, seeded.Reply)).HandledAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_strangers_wrote_is_shown_as_text_and_only_to_who_may_see_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var seeded = await SeedAsync(web);
        using var person = await web.NewPersonAsync();
        using var stranger = web.NewVisitor();

        var page = await person.ReadAsync($"/admin/inbox/{seeded.Reply}");

        page.ShouldContain("&lt;script&gt;");
        page.ShouldNotContain("<script>alert");
        (await person.GetAsync("/admin/inbox/999999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/admin/inbox/{seeded.Reply}")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private static async Task<InboundMessage> RowAsync(RunningWeb web, InboundMessageId id) =>
        (await web.Services.AllAsync<InboundMessage>()).Single(message => message.Id == id);

    private static async Task<Seeded> SeedAsync(RunningWeb web)
    {
        var work = await WatchedWork.SeedAsync(web);
        await using var db = web.Database();
        var now = web.Clock.GetUtcNow();
        var contact = new Contact { Address = "Aino@kunta.example", NormalAddress = "aino@kunta.example", Name = "Aino Mäkelä", Language = "fi", CreatedAt = now };
        db.Add(contact);
        await db.SaveChangesAsync(Token);
        var delivery = work.Deliveries[DeliveryState.Accepted];
        var mailing = (await web.Services.AllAsync<Delivery>()).Single(row => row.Id == delivery).MailingId;
        db.Add(new Feedback
        {
            DeliveryId = delivery,
            MailingId = mailing,
            ContactId = contact.Id,
            Kind = FeedbackKind.Bounce,
            At = now,
            Permanence = Permanence.Soft,
            Reason = "mailbox-full",
            Status = "5.2.2",
            Diagnostic = "552 5.2.2 The mailbox of this recipient is full",
            PausedUntil = now.AddDays(30),
        });
        var reply = Row(1, MailKind.Reply, "Re: Uutiset", now, isForPerson: true, text: Question, contact: contact.Id, delivery: delivery);
        var bounce = Row(
            2, MailKind.Bounce, "Undelivered Mail Returned to Sender", now, isForPerson: true, text: "Your message could not be delivered.", quarantine: "0a1b2c.eml",
            recipients: [new FailedRecipient("maija.meikalainen@pitka-verkkotunnus.example", Permanence.Hard, "no-mailbox", "5.1.1", "550 5.1.1 no such user here")]);
        db.AddRange(reply, bounce, Row(3, MailKind.AutoReply, "Poissa", now, isForPerson: false));
        await db.SaveChangesAsync(Token);
        return new Seeded(reply.Id, bounce.Id, delivery, contact.Id, mailing);
    }

    private static InboundMessage Row(
        long uid, MailKind kind, string subject, DateTimeOffset at, bool isForPerson, string text = "", ContactId? contact = null, DeliveryId? delivery = null,
        string? quarantine = null, IReadOnlyList<FailedRecipient>? recipients = null) => new()
        {
            Source = "posti",
            Validity = 1,
            Uid = uid,
            Hash = $"{uid}",
            ReadAt = at,
            Kind = kind,
            Outcome = InboundOutcome.Nothing,
            IsForPerson = isForPerson,
            From = "aino@kunta.example",
            Subject = subject,
            Text = text,
            ContactId = contact,
            DeliveryId = delivery,
            Quarantine = quarantine,
            Recipients = recipients ?? [],
        };

    private sealed record Seeded(InboundMessageId Reply, InboundMessageId Bounce, DeliveryId Delivery, ContactId Contact, MailingId Mailing);
}
