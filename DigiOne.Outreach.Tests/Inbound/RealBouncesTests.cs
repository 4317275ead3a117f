using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Deliveries;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Inbound;

/// <summary>Mail through the real Postfix that comes back over IMAP.</summary>
public sealed class RealBouncesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mail_that_comes_back_ends_as_facts_on_the_right_deliveries(StorageEngine engine)
    {
        var mailbox = new BackMailbox();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, mailbox.Serve);
        var reader = TestMailbox.NewAddress();
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync(["tuntematon@bounce.test", "taysi@full.test", "kielto@policy.test", reader]);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());

        await Eventually.BecomesAsync(outreach.Services.AllAsync<Feedback>, feedback => feedback.Count == 3);

        var deliveries = (await outreach.Services.DeliveriesAsync(mailing)).ToDictionary(delivery => delivery.Id, delivery => delivery.Address);
        (await outreach.Services.AllAsync<Feedback>()).ToDictionary(feedback => deliveries[feedback.DeliveryId], feedback => (feedback.Permanence, feedback.Reason, feedback.Status))
            .ShouldBe(
                new Dictionary<string, (Permanence, string, string?)>
                {
                    ["tuntematon@bounce.test"] = (Permanence.Hard, "no-mailbox", "5.1.1"),
                    ["taysi@full.test"] = (Permanence.Soft, "mailbox-full", "5.2.2"),
                    ["kielto@policy.test"] = (Permanence.Soft, "policy", "5.7.1"),
                },
                ignoreOrder: true);
        (await outreach.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().NormalAddress.ShouldBe("tuntematon@bounce.test");
        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(4);
        (await Eventually.BecomesAsync(mailbox.CountAsync, count => count.Read == 3)).Inbox.ShouldBe(0);
        (await outreach.Services.AllAsync<InboundMessage>()).ShouldAllBe(message => message.IsProven && !message.IsForPerson);
        outreach.Services.GetRequiredService<MailboxHealth>().Now.Standing.ShouldBe(MailboxStanding.Reading);
    }

    [Fact]
    public async Task Two_nodes_read_one_mailbox_and_each_message_counts_once()
    {
        const int Readers = 40;
        var mailbox = new BackMailbox();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        await using var first = await RunningOutreach.StartAsync(database, mailbox.Serve);
        await using var second = await RunningOutreach.StartAsync(database, mailbox.Serve);
        await Eventually.BecomesAsync(
            () => Task.FromResult(new[] { first, second }.Select(node => node.Services.GetRequiredService<MailboxHealth>().Now.Standing).Order().ToList()),
            standings => standings is [MailboxStanding.Reading, MailboxStanding.Elsewhere]);
        var (reading, waiting) = first.Services.GetRequiredService<MailboxHealth>().Now.Standing == MailboxStanding.Reading ? (first, second) : (second, first);
        await first.Services.MakeListAsync();
        await first.Services.SubscribeManyAsync(Readers, "bounce.test");
        await first.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(waiting.Services.AllAsync<Feedback>, feedback => feedback.Count >= Readers / 4);

        // What is under way when it stops is the other's.
        await reading.StopAsync();
        await Eventually.BecomesAsync(waiting.Services.AllAsync<Feedback>, feedback => feedback.Count >= Readers);
        await Eventually.BecomesAsync(mailbox.CountAsync, count => count == (0, Readers));

        (await waiting.Services.AllAsync<Feedback>()).Select(feedback => feedback.DeliveryId).ShouldBeUnique();
        (await waiting.Services.AllAsync<InboundMessage>()).Select(message => (message.Validity, message.Uid)).ShouldBeUnique();
        waiting.Services.GetRequiredService<MailboxHealth>().Now.Standing.ShouldBe(MailboxStanding.Reading);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_of_a_process_that_died_between_commit_and_move_is_moved_and_counts_once(StorageEngine engine)
    {
        var mailbox = new BackMailbox();
        await using var house = await StillOutreach.CreateAsync(engine, mailbox.Serve);
        var deliveries = await house.SentAsync(2);
        foreach (var delivery in deliveries)
            await BackMailbox.SendAsync("mailer-daemon@post.example", house.ReturnsOf(delivery).Bounce!, "Undelivered", "550 5.1.1 no such user");
        await Eventually.BecomesAsync(mailbox.CountAsync, count => count.Inbox == 2);
        var options = house.Services.GetRequiredService<IOptions<InboundOptions>>().Value;
        await using var opened = await ImapMailbox.OpenAsync(options, TimeProvider.System, Token);
        var uid = (await opened.AboveAsync(0, Token))[0];
        var arrival = house.Services.GetRequiredService<OpenMessage>().Execute(options.MailboxName, opened.Validity, uid, (await opened.ReadAsync(uid, Token))!);

        // As far as a process comes that is killed right after its commit.
        (await house.Services.GetRequiredService<TakeIn>().ExecuteAsync(arrival, Token)).ShouldBeTrue();
        (await mailbox.CountAsync()).ShouldBe((2, 0));
        var look = house.Services.GetRequiredService<ReadNewMail>();
        await look.ExecuteAsync(opened, options.MailboxName, Token);
        await look.ExecuteAsync(opened, options.MailboxName, Token);

        (await mailbox.CountAsync()).ShouldBe((0, 2));
        (await house.Services.AllAsync<InboundMessage>()).ShouldAllBe(message => message.PutAwayAt != null);
        (await house.Services.AllAsync<InboundMessage>()).Select(message => message.Uid).ShouldBe([uid, uid + 1]);
    }

    [Fact]
    public async Task Without_a_folder_to_move_to_messages_stay_and_are_read_once()
    {
        var mailbox = new BackMailbox();
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite, settings =>
        {
            mailbox.Serve(settings);
            settings.Inbound.ReadFolder = null;
        });
        await BackMailbox.SendAsync("aino@kunta.example", $"uutiskirje@{mailbox.Domain}", "Re: Uutiset", "Kiitos!", "x@kunta.example");
        await Eventually.BecomesAsync(mailbox.CountAsync, count => count.Inbox == 1);
        var options = house.Services.GetRequiredService<IOptions<InboundOptions>>().Value;
        await using var opened = await ImapMailbox.OpenAsync(options, TimeProvider.System, Token);
        var look = house.Services.GetRequiredService<ReadNewMail>();

        await look.ExecuteAsync(opened, options.MailboxName, Token);
        await look.ExecuteAsync(opened, options.MailboxName, Token);

        (await mailbox.CountAsync()).ShouldBe((1, 0));
        (await house.Services.AllAsync<InboundMessage>()).ShouldHaveSingleItem().PutAwayAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Person_leaves_by_the_address_in_the_mail_and_gets_nothing_more()
    {
        var mailbox = new BackMailbox();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, mailbox.Serve);
        var reader = TestMailbox.NewAddress();
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeAsync([reader]);
        await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await using var inbox = await TestMailbox.OpenAsync(Token);
        var mail = (await inbox.WaitForAsync([reader], 1, Token)).Single();
        mail.ReturnPath.ShouldEndWith($"@{mailbox.Domain}");

        var named = mail.Message.Headers["List-Unsubscribe"]!.Split('<', '>').Single(part => part.StartsWith("mailto:", StringComparison.Ordinal));
        await BackMailbox.SendAsync(reader, named["mailto:".Length..named.IndexOf('?', StringComparison.Ordinal)], "unsubscribe", "");
        await Eventually.BecomesAsync(outreach.Services.AllAsync<Subscription>, all => all.Single().UnsubscribedAt is not null);

        (await outreach.Services.AllAsync<ConsentEntry>()).ShouldHaveSingleItem().Way.ShouldBe(ConsentWay.Mail);
        var second = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        (await outreach.Services.WaitUntilClosedAsync(second)).Counts.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Reply_is_kept_and_sent_on_to_the_team_once()
    {
        var mailbox = new BackMailbox();
        var team = TestMailbox.NewAddress("tiimi");
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            mailbox.Serve(settings);
            settings.Senders["digione"].ReplyTo = team;
            settings.Inbound.ForwardReplies = true;
        });

        await BackMailbox.SendAsync("aino@kunta.example", $"uutiskirje@{mailbox.Domain}", "Re: Uutiset", "Milloin seuraava tilaisuus on?", "x@kunta.example");
        await using var inbox = await TestMailbox.OpenAsync(Token);
        var passedOn = (await inbox.WaitForAsync([team], 1, Token)).Single().Message;

        passedOn.Subject.ShouldBe("Re: Uutiset");
        passedOn.ReplyTo.Mailboxes.Single().Address.ShouldBe("aino@kunta.example");
        passedOn.TextBody!.ShouldContain("Milloin seuraava tilaisuus on?");
        passedOn.Attachments.ShouldHaveSingleItem();
        await Eventually.BecomesAsync(mailbox.CountAsync, count => count == (0, 1));
        (await inbox.PresentAsync(team, Token)).ShouldHaveSingleItem();
        var row = (await outreach.Services.AllAsync<InboundMessage>()).ShouldHaveSingleItem();
        (row.Kind, row.IsForPerson, row.ForwardedAt is not null).ShouldBe((MailKind.Reply, true, true));
    }

    [Fact]
    public async Task Server_that_is_down_is_told_and_takes_nothing_else_down_with_it()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.ReadsMail();
            settings.Inbound.Port = 1;
            settings.Inbound.Password = "x";
        });

        var (status, said) = await Eventually.BecomesAsync(outreach.ReadyAsync, ready => ready.Said.Contains("mailbox:", StringComparison.Ordinal));

        status.ShouldBe(System.Net.HttpStatusCode.OK);
        said.ShouldStartWith("Degraded");
        said.ShouldContain("its server does not answer");
    }

    [Fact]
    public async Task Wrong_password_is_told_as_such()
    {
        var mailbox = new BackMailbox();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            mailbox.Serve(settings);
            settings.Inbound.Password = "wrong";
        });

        var health = outreach.Services.GetRequiredService<MailboxHealth>();
        (await Eventually.BecomesAsync(() => Task.FromResult(health.Now), now => now.Trouble is not null)).Trouble.ShouldBe(MailboxTrouble.Refused);
    }
}
