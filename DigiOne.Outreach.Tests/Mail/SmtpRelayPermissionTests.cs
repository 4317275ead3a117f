using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>Whether a refusal is about us or about a recipient, by what the relay says.</summary>
public sealed class SmtpRelayPermissionTests
{
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
}
