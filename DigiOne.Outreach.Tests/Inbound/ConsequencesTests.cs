using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Inbound;

public sealed class ConsequencesTests
{
    private const string NoMailbox = "550 5.1.1 no such user";
    private const string Full = "552 5.2.2 mailbox full";

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Hard_bounce_is_a_fact_on_its_delivery_and_suppresses_its_address_and_the_certificate_stays(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var deliveries = await house.SentAsync(3);
        var before = (await house.Services.AllAsync<Certificate>()).ShouldHaveSingleItem();

        // Where the mail was passed on to, another address is told.
        (await house.TakeInAsync(InboundSteps.Bounce(house.ReturnsOf(deliveries[1]).Bounce!.ToUpperInvariant(), "toinen@muualla.example", "5.1.1", NoMailbox), 1)).ShouldBeTrue();

        var feedback = (await house.Services.AllAsync<Feedback>()).ShouldHaveSingleItem();
        (feedback.DeliveryId, feedback.ContactId, feedback.Kind, feedback.Permanence, feedback.Reason, feedback.Status, feedback.At)
            .ShouldBe((deliveries[1].Id, deliveries[1].ContactId, FeedbackKind.Bounce, Permanence.Hard, "no-mailbox", "5.1.1", house.Now));
        var suppression = (await house.Services.AllAsync<Suppression>()).ShouldHaveSingleItem();
        (suppression.NormalAddress, suppression.Causes.Single().Reason).ShouldBe((deliveries[1].Address, SuppressionReason.HardBounce));
        suppression.HardBounce!.Source.ShouldBe(SuppressionSource.Mail);
        var row = await house.LastAsync();
        (row.Outcome, row.IsProven, row.IsForPerson, row.DeliveryId).ShouldBe((InboundOutcome.Bounced, true, false, deliveries[1].Id));
        (await house.Services.AllAsync<Certificate>()).ShouldHaveSingleItem().Counts.ShouldBeEquivalentTo(before.Counts);
        (await house.Services.DeliveriesAsync(deliveries[1].MailingId)).ShouldAllBe(delivery => delivery.State == DeliveryState.Accepted);
        var details = (await house.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(deliveries[1].MailingId, Token)))!;
        details.Feedback.ShouldBe(new FeedbackCounts(1, 0));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_counts_once_however_often_and_wherever_it_is_read(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();
        var mail = InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "5.2.2", Full);

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.TakeInAsync(mail, 7)))).Count(first => first).ShouldBe(1);
        (await house.TakeInAsync(mail, 8)).ShouldBeTrue("Another place in the mailbox.");

        (await house.Services.AllAsync<Feedback>()).ShouldHaveSingleItem();
        (await house.Services.AllAsync<InboundMessage>()).Select(message => message.Outcome).ShouldBe([InboundOutcome.Bounced, InboundOutcome.Repeated], ignoreOrder: true);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Bounce_without_our_token_is_written_down_for_a_person_and_has_no_consequence(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();
        var forged = InboundSteps.Bounce("uutiskirje@digione.example", delivery.Address, "5.1.1", NoMailbox)
            .Replace("Message-ID: <uutinen.1@kunta.example>", $"Message-ID: <{delivery.MessageId}>", StringComparison.Ordinal);

        await house.TakeInAsync(forged, 1);
        await house.TakeInAsync(InboundSteps.Complaint("uutiskirje@digione.example", delivery.Address), 2);

        var rows = await house.Services.AllAsync<InboundMessage>();
        rows.ShouldAllBe(row => !row.IsProven && row.IsForPerson && row.Outcome == InboundOutcome.Nothing);
        rows.ShouldAllBe(row => row.Recipients[0].Address == delivery.Address);
        rows.OrderBy(row => row.Uid).Select(row => row.DeliveryId).ShouldBe([delivery.Id, null], "The Message-ID only tells a person which may be meant.");
        (await house.Services.AllAsync<Feedback>()).ShouldBeEmpty();
        (await house.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Soft_bounces_again_and_again_pause_the_person_and_suppress_nobody(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var first = (await house.SentAsync(2)).ToList();
        List<Delivery> sent = [first[0]];
        for (var week = 1; week < 3; week++)
        {
            house.Clock.Advance(TimeSpan.FromDays(7));
            sent.Add((await house.SentAgainAsync())[0]);
        }

        foreach (var (index, delivery) in sent.Index())
        {
            (await PausedAsync(house, delivery)).ShouldBeNull();
            await house.TakeInAsync(InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "5.2.2", Full), 2 * index);
            // Two reports of one mail are one bounce.
            await house.TakeInAsync(InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "5.2.2", $"{Full} again"), 2 * index + 1);
        }

        (await PausedAsync(house, sent[0])).ShouldBe(house.Now + TimeSpan.FromDays(30));
        (await PausedAsync(house, first[1])).ShouldBeNull();
        (await house.Services.AllAsync<Suppression>()).ShouldBeEmpty();
        (await house.Services.AllAsync<Feedback>()).Count(feedback => feedback.PausedUntil is not null).ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Delay_is_told_and_counts_as_no_bounce(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();

        await house.TakeInAsync(
            InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "4.4.1", "connect timed out").Replace("Action: failed", "Action: delayed", StringComparison.Ordinal), 1);

        var feedback = (await house.Services.AllAsync<Feedback>()).ShouldHaveSingleItem();
        (feedback.Kind, feedback.Permanence).ShouldBe((FeedbackKind.Delay, Permanence.Soft));
        (await house.Services.UseAsync<FindFeedback, FeedbackCounts>(find => find.CountAsync(delivery.MailingId, Token))).ShouldBe(new FeedbackCounts(0, 0));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Complaint_is_a_fact_and_suppresses_the_address(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();

        await house.TakeInAsync(InboundSteps.Complaint(house.ReturnsOf(delivery).Bounce!, delivery.Address), 1);

        (await house.Services.AllAsync<Feedback>()).ShouldHaveSingleItem().Kind.ShouldBe(FeedbackKind.Complaint);
        (await house.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().Causes.Single().Reason.ShouldBe(SuppressionReason.Complaint);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mail_to_the_address_to_leave_by_ends_that_subscription_with_proof_and_nothing_else(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        await house.Services.MakeListAsync("toinen");
        var deliveries = await house.SentAsync(2);
        var contact = deliveries[0].ContactId!.Value;

        // Some mail programs write from another address than that which got the mail.
        await house.TakeInAsync(InboundSteps.Plain("toinen.osoite@koti.example", house.ReturnsOf(deliveries[0]).Leave!.ToUpperInvariant(), "unsubscribe", ""), 1);

        var subscriptions = await house.Services.AllAsync<Subscription>();
        var left = subscriptions.Single(subscription => subscription.ContactId == contact);
        (left.UnsubscribedAt, left.UnsubscribedBy, left.UnsubscribedFrom).ShouldBe((house.Now, LeavingWay.Mail, deliveries[0].MailingId.Value));
        subscriptions.Single(subscription => subscription.ContactId != contact).UnsubscribedAt.ShouldBeNull();
        var entry = (await house.Services.AllAsync<ConsentEntry>()).ShouldHaveSingleItem();
        (entry.ContactId, entry.Act, entry.Way).ShouldBe((contact, ConsentAct.Unsubscribed, ConsentWay.Mail));
        (await house.LastAsync()).IsForPerson.ShouldBeFalse();
        (await house.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nothing_but_that_address_lets_anybody_leave(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();
        var (bounce, leave) = house.ReturnsOf(delivery);

        await house.TakeInAsync(InboundSteps.Plain(delivery.Address, "uutiskirje@digione.example", "unsubscribe", "", $"In-Reply-To: <{delivery.MessageId}>\n"), 1);
        await house.TakeInAsync(InboundSteps.Plain(delivery.Address, bounce!, "unsubscribe", ""), 2);
        // Whatever answers by itself is no person's wish.
        await house.TakeInAsync(InboundSteps.Plain(delivery.Address, leave!, "Automaattinen vastaus: Uutiset", "Olen lomalla.", "Auto-Submitted: auto-replied\n"), 3);

        (await house.Services.AllAsync<Subscription>()).ShouldHaveSingleItem().UnsubscribedAt.ShouldBeNull();
        (await house.Services.AllAsync<InboundMessage>()).OrderBy(row => row.Uid).Select(row => (row.Kind, row.IsForPerson))
            .ShouldBe([(MailKind.Unsubscribe, true), (MailKind.Unsubscribe, true), (MailKind.AutoReply, false)]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Reply_stands_with_its_text_and_its_writer_for_a_person_and_an_absence_note_does_not(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();

        await house.TakeInAsync(
            InboundSteps.Plain($"Aino <{delivery.Address}>", "uutiskirje@digione.example", "Re: Uutiset", "Kiitos!\0 Milloin?", $"In-Reply-To: <{delivery.MessageId}>\n"), 1);
        var reply = await house.LastAsync();
        await house.TakeInAsync(InboundSteps.Plain(delivery.Address, "uutiskirje@digione.example", "Poissa: Uutiset", "Olen lomalla.", "Auto-Submitted: auto-replied\n"), 2);
        var absence = await house.LastAsync();

        (reply.Kind, reply.IsForPerson, reply.DeliveryId, reply.ContactId, reply.Subject).ShouldBe((MailKind.Reply, true, delivery.Id, delivery.ContactId, "Re: Uutiset"));
        reply.Text.ShouldContain("Milloin?");
        (absence.Kind, absence.IsForPerson, absence.Text).ShouldBe((MailKind.AutoReply, false, ""));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Erased_person_is_in_nothing_that_came_in_and_a_late_bounce_names_nobody(StorageEngine engine)
    {
        await using var house = await HouseAsync(engine);
        var delivery = (await house.SentAsync()).Single();
        await house.TakeInAsync(InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "5.2.2", $"{Full} {delivery.Address}"), 1);
        await house.TakeInAsync(InboundSteps.Plain(delivery.Address, "uutiskirje@digione.example", "Re: Uutiset", "Kiitos!", $"In-Reply-To: <{delivery.MessageId}>\n"), 2);

        await house.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(delivery.ContactId!.Value, ErasureWay.Hand, null, Token));
        await house.TakeInAsync(InboundSteps.Bounce(house.ReturnsOf(delivery).Bounce!, delivery.Address, "5.1.1", NoMailbox), 3);

        (await house.Services.AllAsync<InboundMessage>()).ShouldAllBe(row => row.ContactId == null && row.Recipients.Count == 0 && !row.From.Contains("lukija") && row.Text == "");
        (await house.Services.AllAsync<Feedback>()).ShouldAllBe(feedback => feedback.ContactId == null && feedback.Diagnostic == null);
        (await house.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<StillOutreach> HouseAsync(StorageEngine engine) => StillOutreach.CreateAsync(engine, settings =>
    {
        settings.ReadsMail();
        settings.Inbound.SoftBounces = 3;
    });

    private static async Task<DateTimeOffset?> PausedAsync(StillOutreach house, Delivery delivery) =>
        (await house.Services.AllAsync<Contact>()).Single(contact => contact.Id == delivery.ContactId).PausedUntil;
}
