using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What a relay's answer, or its silence, means for the message.</summary>
public sealed class SmtpHandOverTests
{
    [Fact]
    public async Task A_message_that_is_answered_with_250_is_accepted()
    {
        await using var relay = new ScriptedRelay();

        var outcome = await relay.HandOverAsync();

        outcome.ShouldBe(new HandOver.Accepted(new SmtpReply(250, "2.0.0", "queued")));
        var taken = relay.Server.Taken.ShouldHaveSingleItem();
        taken.From.ShouldBe("palautteet@digione.example");
        taken.To.ShouldBe(["aino@kunta.example"]);
        taken.Content.ShouldContain("Message-Id: <0198-1@digione.example>");
        taken.Content.ShouldContain("\r\n.\r\nPiste alussa.");
        relay.Server.Commands.ShouldContain("DATA");
        relay.Server.Commands.ShouldNotContain(command => command.StartsWith("BDAT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmtpStep.Recipient, true)]
    [InlineData(SmtpStep.Recipient, false)]
    [InlineData(SmtpStep.Data, true)]
    [InlineData(SmtpStep.Data, false)]
    [InlineData(SmtpStep.Dot, true)]
    [InlineData(SmtpStep.Dot, false)]
    public async Task A_refusal_is_final_or_not_by_its_first_digit_and_the_next_message_goes(SmtpStep step, bool pipelining)
    {
        await using var relay = new ScriptedRelay(extensions: pipelining ? ["PIPELINING"] : []);

        relay.Server.Once(step, SmtpAction.Reply("451 4.2.0 later"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Deferred(new SmtpReply(451, "4.2.0", "later"), DeferralScope.Recipient));

        relay.Server.Once(step, SmtpAction.Reply("550-5.1.1 no such\r\n550 5.1.1 user\r\n"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));

        relay.Server.Once(step, SmtpAction.Reply("450 4.7.28 rate limit for your domain"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Domain);

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData("451 4.7.1 later")]
    [InlineData("550 5.1.8 sender unknown")]
    [InlineData("550 no such sender")]
    [InlineData("552 5.2.2 your quota is used up")]
    [InlineData("530 5.7.0 Authentication required")]
    public async Task What_is_refused_before_the_recipient_is_named_strikes_nobody_out(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply(refusal));

        var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();

        deferred.Scope.ShouldBe(DeferralScope.Relay);
        deferred.Reply.ToString().ShouldBe(refusal);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Theory]
    [InlineData("553 5.7.1 <palautteet@digione.example>: Sender address rejected: not owned by user")]
    [InlineData("550 5.1.8 Domain of sender address does not exist")]
    [InlineData("503 5.5.1 need MAIL")]
    public async Task A_sender_that_is_refused_at_the_recipient_strikes_nobody_out(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply(refusal));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Relay);
    }

    // Each as its server says it, or its documentation does.
    public static TheoryData<string> RefusalsOfUs() =>
    [
        // Relaying: Postfix, Exim, Sendmail, Exchange, Gmail, Domino, Zoho, qmail.
        "554 5.7.1 <aino@kunta.example>: Relay access denied",
        "454 4.7.1 <aino@kunta.example>: Relay access denied",
        "550 relay not permitted",
        "550 5.7.1 <aino@kunta.example>... Relaying denied. Proper authentication required.",
        "450 4.7.1 <aino@kunta.example>... Relaying temporarily denied. Cannot resolve PTR record for 192.0.2.1",
        "550 5.7.1 Unable to relay for aino@kunta.example",
        "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
        "550 5.7.64 TenantAttribution; Relay Access Denied",
        "550 5.4.1 Relay Access Denied",
        "550 5.7.0 Mail relay denied [192.0.2.1]. Invalid credentials for relay",
        "550 Relaying not allowed",
        "554 Relay rejected for policy reasons.",
        "553 Relaying disallowed as viesti@digione.example",
        "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
        // The sender: Exchange, Postfix, SES, SendGrid, Fastmail.
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "550 5.7.1 Client does not have permissions to send as this sender",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message",
        "550 5.2.252 Sender throttled due to continuous send as denied errors.",
        "550 5.1.8 Access denied, bad outbound sender",
        "553 5.7.1 <palautteet@digione.example>: Sender address rejected: not owned by user viesti",
        "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@digione.example",
        "554 Access denied: User `arn:aws:iam::1:user/viesti' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:1'",
        "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
        "403 You are not authorized to send from that email address",
        "551 5.7.1 Not authorised to send from this header address",
        // The account and its place on the net: Postfix, SES, Brevo.
        "554 5.7.1 <lahde.digione.example[192.0.2.1]>: Client host rejected: Access denied",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
        "525 5.7.1 Unauthorized IP address",
        "454 Throttling failure: Sending paused for this account.",
        "535 5.7.8 Authentication credentials invalid",
        // What the account may send: Gmail, SES, Exchange, SendGrid, cPanel, and one that names the recipient at it.
        "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to",
        "550 5.4.5 Daily sending quota exceeded",
        "550 5.7.1 Daily SMTP relay limit exceeded for customer",
        "450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.",
        "454 Throttling failure: Daily message quota exceeded",
        "454 Throttling failure: Maximum sending rate exceeded",
        "550 5.2.2 Submission quota exceeded",
        "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
        "550 5.7.233 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients",
        "451 Authentication failed: Maximum credits exceeded",
        "550 Domain digione.example has exceeded the max emails per hour (200/200 (100%)) allowed. Message discarded.",
        "554 5.7.1 <aino@kunta.example>: Recipient address rejected: You have exceeded your Outmail quota.",
    ];

    [Theory]
    [MemberData(nameof(RefusalsOfUs))]
    public async Task Relay_that_does_not_send_for_us_strikes_nobody_out_at_any_step(string refusal)
    {
        await using var relay = new ScriptedRelay();
        foreach (var step in new[] { SmtpStep.Recipient, SmtpStep.Data, SmtpStep.Dot })
        {
            relay.Server.Once(step, SmtpAction.Reply(refusal));

            var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>($"{step}");

            deferred.Scope.ShouldBe(DeferralScope.Relay, $"{step}");
            deferred.Reply.ToString().ShouldBe(refusal);
        }

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    // What sounds alike, and is about one recipient, one mailbox or one message.
    public static TheoryData<string, DeferralScope?> RefusalsOfOthers() => new()
    {
        { "552 5.2.2 mailbox full", null },
        { "552 5.2.2 <aino@kunta.example> Quota exceeded (mailbox for user is full)", null },
        { "552 5.2.2 over quota", null },
        { "452 4.2.2 The email account that you tried to reach is over quota. Please direct the recipient to", DeferralScope.Recipient },
        { "550 5.2.1 The email account that you tried to reach is disabled", null },
        { "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages", DeferralScope.Domain },
        { "550 5.2.122 Recipient's per hour message receive limit exceeded", null },
        { "552 5.2.2 The recipient has reached the daily limit of messages", null },
        { "550 5.4.1 Recipient address rejected: Access denied", null },
        { "550 5.1.1 <aino@kunta.example>: Recipient address rejected: User unknown in relay recipient table", null },
        { "550 5.1.1 <relay.access.denied@kunta.example>: no such user", null },
        {
            "550 5.1.1 <aino@kunta.example>: Recipient address rejected: undeliverable address: host mx.kunta.example[192.0.2.9] said: "
                + "554 5.7.1 <aino@kunta.example>: Relay access denied (in reply to RCPT TO command)",
            null
        },
        {
            "450 4.1.1 <aino@kunta.example>: Recipient address rejected: unverified address: host mx.kunta.example[192.0.2.9] said: "
                + "550 relay not permitted",
            DeferralScope.Recipient
        },
        { "550 5.7.1 You are not allowed to send mail to this list", null },
        { "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized", null },
        { "554 5.7.1 spam", null },
        { "450 4.7.1 <aino@kunta.example>: Recipient address rejected: Greylisted, try again", DeferralScope.Recipient },
        { "451 4.7.1 come back later", DeferralScope.Domain },
        { "450 4.7.28 rate limit for your domain", DeferralScope.Domain },
    };

    [Theory]
    [MemberData(nameof(RefusalsOfOthers))]
    public async Task What_a_relay_says_of_one_recipient_stays_that_ones_at_any_step(string refusal, DeferralScope? scope)
    {
        await using var relay = new ScriptedRelay();
        foreach (var step in new[] { SmtpStep.Recipient, SmtpStep.Data, SmtpStep.Dot })
        {
            relay.Server.Once(step, SmtpAction.Reply(refusal));

            var outcome = await relay.HandOverAsync();

            if (scope is null)
                outcome.ShouldBeOfType<HandOver.Rejected>($"{step}");
            else
                outcome.ShouldBeOfType<HandOver.Deferred>($"{step}").Scope.ShouldBe(scope.Value, $"{step}");
        }
    }

    [Fact]
    public async Task Relay_that_denies_relaying_may_do_so_because_of_the_recipient_and_one_that_names_a_quota_does_not()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply("554 5.7.1 <aino@kunta.example>: Relay access denied"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().MayBeRecipients.ShouldBeTrue();

        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply("550 5.4.5 Daily sending quota exceeded"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().MayBeRecipients.ShouldBeFalse();
    }

    [Theory]
    [InlineData("500 5.3.0 rejected by the recipient's system")]
    [InlineData("500 5.1.1 no such user")]
    [InlineData("503 5.7.1 not for you")]
    [InlineData("504 5.2.1 mailbox disabled")]
    [InlineData("500 5.35.1 of a subject that nobody knows")]
    public async Task Code_of_the_protocol_with_another_subject_is_about_the_recipient(string refusal)
    {
        await using var relay = new ScriptedRelay();
        foreach (var step in new[] { SmtpStep.Recipient, SmtpStep.Data })
        {
            relay.Server.Once(step, SmtpAction.Reply(refusal));

            (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Rejected>($"{step}").Reply.ToString().ShouldBe(refusal);
        }
    }

    [Theory]
    [InlineData("500 what?")]
    [InlineData("500 5.5.2 syntax error")]
    [InlineData("502 5.5.1 not implemented")]
    [InlineData("504 5.0.0 no")]
    public async Task Server_that_does_not_follow_is_in_trouble_which_may_come_of_one_recipient(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply(refusal));

        var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();

        (deferred.Scope, deferred.MayBeRecipients).ShouldBe((DeferralScope.Relay, true));
    }

    [Theory]
    [InlineData("552 5.3.4 too big")]
    [InlineData("552 too big")]
    public async Task A_message_that_is_too_big_is_the_message_s_matter_even_where_the_sender_is_named(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply(refusal));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Rejected>().Reply.ToString().ShouldBe(refusal);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_counts_even_when_the_server_leaves_with_it(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        relay.Server.Once(step, SmtpAction.ReplyAndClose("554 5.7.1 spam"));
        (await relay.HandOverAsync()).ShouldBe(new HandOver.Rejected(new SmtpReply(554, "5.7.1", "spam")));

        await relay.Server.WaitUntilAllClosedAsync(TestContext.Current.CancellationToken);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_server_that_takes_leave_backs_the_relay_off(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        foreach (var leave in new[] { SmtpAction.ReplyAndClose("421 4.3.2 closing"), SmtpAction.Reply("421 4.3.2 closing") })
        {
            relay.Server.Once(step, leave);
            (await relay.HandOverAsync())
                .ShouldBe(new HandOver.Deferred(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay) { MayBeRecipients = step > SmtpStep.Mail });
        }

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_leaves_in_the_middle_of_a_message_is_heard_out()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Body, SmtpAction.ReplyAndClose("552 5.3.4 that is enough"));

        (await relay.HandOverAsync(Mails.Newsletter() with { Html = new string('x', 16_000_000) }))
            .ShouldBe(new HandOver.Rejected(new SmtpReply(552, "5.3.4", "that is enough")));
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Body)]
    public async Task A_loss_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        foreach (var loss in new[] { SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence })
        {
            relay.Server.Once(step, loss);
            // More than the buffers of both sides hold, so that the dot cannot have left.
            var mail = step == SmtpStep.Body ? Mails.Newsletter() with { Html = new string('x', 16_000_000) } : Mails.Newsletter();
            var outcome = await relay.HandOverAsync(mail);

            var deferred = outcome.ShouldBeOfType<HandOver.Deferred>($"{loss}: {outcome}");
            deferred.Scope.ShouldBe(DeferralScope.Relay);
            deferred.Reply.Code.ShouldBe(0);
        }

        relay.Server.Taken.ShouldBeEmpty();
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task A_loss_after_the_dot_leaves_doubt()
    {
        await using var relay = new ScriptedRelay();
        SmtpAction[] losses = [SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence, SmtpAction.Reply("garbage"), SmtpAction.Reply("354 go on"), SmtpAction.ReplyAndClose("25")];

        foreach (var loss in losses)
        {
            relay.Server.Once(SmtpStep.Dot, loss);
            (await relay.HandOverAsync()).ShouldBeOfType<HandOver.InDoubt>($"{loss}");
        }

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(losses.Length + 1);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    public async Task Garbage_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(step, SmtpAction.Reply("HTTP/1.1 400 Bad Request"));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Relay);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }
}
