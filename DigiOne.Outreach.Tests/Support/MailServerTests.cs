using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>What the other tests rely on: the mail servers take, refuse and keep mail as <see cref="TestServers"/> says.</summary>
public sealed class MailServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_over_starttls_lies_in_the_mailbox_with_its_envelope()
    {
        var recipient = TestMailbox.NewAddress();
        using var smtp = await ConnectAsync(TestServers.Smtp, SecureSocketOptions.StartTls);
        await using var mailbox = await TestMailbox.OpenAsync(Token);

        await SendAsync(smtp, recipient);

        var mail = (await mailbox.WaitForAsync([recipient], 1, Token)).ShouldHaveSingleItem();
        mail.Recipient.ShouldBe(recipient);
        mail.ReturnPath.ShouldBe("bounces@example.test");
        mail.Message.Subject.ShouldBe("Tervetuloa, välkommen");
    }

    [Fact]
    public async Task Utf8_mailbox_name_arrives()
    {
        var recipient = TestMailbox.NewAddress("äiti");
        using var smtp = await ConnectAsync(TestServers.Smtp, SecureSocketOptions.StartTls);
        await using var mailbox = await TestMailbox.OpenAsync(Token);

        await SendAsync(smtp, recipient);

        (await mailbox.WaitForAsync(recipient, Token)).Subject.ShouldBe("Tervetuloa, välkommen");
    }

    [Theory]
    [InlineData("nouser@local.test", 550)]
    [InlineData("someone@elsewhere.test", 550)]
    [InlineData("someone@discard.test", 0)]
    [InlineData("someone@down.test", 0)]
    public async Task Recipient_is_answered_as_its_domain_says(string recipient, int refusal)
    {
        using var smtp = await ConnectAsync(TestServers.Smtp, SecureSocketOptions.StartTls);

        var answer = await Record.ExceptionAsync(() => SendAsync(smtp, recipient));

        ((int?)(answer as SmtpCommandException)?.StatusCode ?? 0).ShouldBe(refusal, answer?.Message);
    }

    [Fact]
    public async Task Mail_to_the_bouncing_domain_comes_back_as_a_report()
    {
        var sender = TestMailbox.NewAddress("bounces");
        using var smtp = await ConnectAsync(TestServers.Smtp, SecureSocketOptions.StartTls);
        await using var mailbox = await TestMailbox.OpenAsync(Token);

        await SendAsync(smtp, "someone@bounce.test", sender);

        var report = (await mailbox.WaitForAsync([sender], 1, Token)).ShouldHaveSingleItem();
        report.ReturnPath.ShouldBeEmpty();
        report.Message.BodyParts.OfType<MessageDeliveryStatus>().ShouldHaveSingleItem()
            .StatusGroups[1]["Status"].ShouldBe("5.1.1");
    }

    [Fact]
    public async Task Port_with_accounts_takes_mail_only_after_the_right_password()
    {
        var recipient = TestMailbox.NewAddress();
        using var smtp = await ConnectAsync(TestServers.SmtpWithAccount, SecureSocketOptions.SslOnConnect);

        await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(smtp, recipient));
        await Should.ThrowAsync<AuthenticationException>(() => smtp.AuthenticateAsync("team", "wrong", Token));
        await smtp.AuthenticateAsync("team", TestServers.MailPassword, Token);
        await SendAsync(smtp, recipient);
    }

    private static async Task<SmtpClient> ConnectAsync(DnsEndPoint server, SecureSocketOptions security)
    {
        var smtp = new SmtpClient { ServerCertificateValidationCallback = (_, certificate, _, errors) => Trusted(certificate, errors) };
        await smtp.ConnectAsync(server.Host, server.Port, security, Token);
        return smtp;
    }

    private static bool Trusted(X509Certificate? certificate, SslPolicyErrors errors)
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(TestServers.CaFile);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && certificate is X509Certificate2 presented && chain.Build(presented);
    }

    private static async Task SendAsync(SmtpClient smtp, string recipient, string sender = "bounces@example.test")
    {
        using var message = new MimeMessage { Subject = "Tervetuloa, välkommen", Body = new TextPart { Text = "Hei!" } };
        message.From.Add(new MailboxAddress("DigiOne", "news@example.test"));
        message.To.Add(new MailboxAddress("", recipient));
        var options = FormatOptions.Default.Clone();
        options.International = true;
        await smtp.SendAsync(options, message, new MailboxAddress("", sender), [new MailboxAddress("", recipient)], Token);
    }
}
