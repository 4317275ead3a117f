using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

public sealed class DeliveryReportTests
{
    [Theory]
    [InlineData("5.1.1", "550 5.1.1 <aino@koulu.example>: Recipient address rejected: User unknown in local recipient table", Permanence.Hard, "no-mailbox")]
    [InlineData("5.7.1", "550 5.7.1 aino@koulu.example... No such user here", Permanence.Hard, "no-mailbox")]
    [InlineData("5.0.0", "550 Unknown user", Permanence.Hard, "no-mailbox")]
    [InlineData("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. [XX0EPF0001.eurprd01.prod.outlook.example]", Permanence.Hard, "no-mailbox")]
    [InlineData("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Permanence.Hard, "no-mailbox")]
    [InlineData("5.4.4", "Host or domain name not found. Name service error for name=koulu.example type=A: Host not found", Permanence.Hard, "no-domain")]
    [InlineData("5.1.2", "550 5.1.2 cannot get there", Permanence.Hard, "no-domain")]
    [InlineData("5.1.10", "556 5.1.10 koulu.example says that it takes no mail: null MX", Permanence.Hard, "null-mx")]
    [InlineData("5.1.6", "551 5.1.6 This person has moved to another organisation", Permanence.Hard, "moved")]
    [InlineData("5.2.1", "550 5.2.1 Aino no longer works here", Permanence.Hard, "moved")]
    [InlineData("5.1.1", "552 5.1.1 mailbox full", Permanence.Soft, "mailbox-full")]
    [InlineData("5.2.2", "552 5.2.2 Quota exceeded", Permanence.Soft, "mailbox-full")]
    [InlineData("5.1.1", "550 5.1.1 This account has been disabled", Permanence.Soft, "suspended")]
    [InlineData("5.2.1", "550 5.2.1 mailbox is inactive", Permanence.Soft, "suspended")]
    [InlineData("5.7.1", "554 5.7.1 <aino@koulu.example>: Relay access denied", Permanence.Soft, "relay-denied")]
    [InlineData("5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using a list", Permanence.Soft, "reputation")]
    [InlineData("5.7.1", "550 5.7.1 rejected: we think this is spam", Permanence.Soft, "spam")]
    [InlineData("5.7.26", "550 5.7.26 unauthenticated mail is not taken, set up SPF or DKIM", Permanence.Soft, "auth")]
    [InlineData("5.3.4", "552 5.3.4 message size exceeds fixed limit", Permanence.Soft, "too-big")]
    [InlineData("4.4.7", "delivery time expired", Permanence.Soft, "expired")]
    [InlineData("4.4.1", "connect to mx.koulu.example[192.0.2.9]:25: Connection timed out", Permanence.Soft, "connection")]
    [InlineData("4.4.3", "Host or domain name not found. Name service error for name=koulu.example type=MX: Host not found, try again", Permanence.Soft, "dns-trouble")]
    [InlineData("4.7.1", "450 4.7.1 Greylisted, come back", Permanence.Soft, "greylisted")]
    [InlineData("5.4.6", "554 5.4.6 Too many hops", Permanence.Soft, "loop")]
    [InlineData("4.3.2", "421 4.3.2 too many connections from you", Permanence.Soft, "rate")]
    [InlineData("5.1.1", "", Permanence.Hard, "no-mailbox")]
    [InlineData("5.2.2", "", Permanence.Soft, "mailbox-full")]
    [InlineData("5.7.1", "", Permanence.Soft, "policy")]
    [InlineData("5.0.0", "", Permanence.Soft, "unexplained")]
    public void Words_beat_codes_and_codes_beat_nothing(string status, string diagnostic, Permanence permanence, string reason)
    {
        var mail = IncomingMail.Read(IncomingMail.Report("Your message did not get through.", IncomingMail.Fields("aino@koulu.example", status, diagnostic)));

        mail.Kind.ShouldBe(MailKind.Bounce);
        var recipient = mail.Recipients.ShouldHaveSingleItem();
        recipient.Address.ShouldBe("aino@koulu.example");
        recipient.Status.ShouldBe(status);
        (recipient.Permanence, recipient.Reason).ShouldBe((permanence, reason));
        mail.ReturnedMessageId.ShouldBe("uutinen.1@kunta.example");
    }

    [Fact]
    public void Each_recipient_is_judged_by_its_own_group()
    {
        var mail = IncomingMail.Read(IncomingMail.Report(
            "<aino@koulu.example>: said: 550 no such user\n\n<eero@koulu.example>: said: 552 mailbox full\n",
            IncomingMail.Fields("aino@koulu.example", "5.1.1", "550 no such user") + "\n" + IncomingMail.Fields("eero@koulu.example", "5.2.2", "552 mailbox full")
            + "\n" + IncomingMail.Fields("ok@koulu.example", "2.0.0", "250 ok", "delivered")));

        mail.Recipients.Select(recipient => (recipient.Address, recipient.Permanence))
            .ShouldBe([("aino@koulu.example", Permanence.Hard), ("eero@koulu.example", Permanence.Soft)]);
    }

    [Theory]
    [InlineData("delivered")]
    [InlineData("relayed")]
    [InlineData("expanded")]
    public void Success_is_no_bounce(string action) =>
        IncomingMail.Read(IncomingMail.Report("It arrived.", IncomingMail.Fields("aino@koulu.example", "2.1.5", "250 ok", action))).ShouldSatisfyAllConditions(
            mail => mail.Kind.ShouldBe(MailKind.Other), mail => mail.Recipients.ShouldBeEmpty());

    [Fact]
    public void Delay_is_soft_whatever_it_says()
    {
        var mail = IncomingMail.Read(IncomingMail.Report("Still trying.", IncomingMail.Fields("aino@koulu.example", "4.1.1", "450 user unknown", "delayed")));
        mail.Recipients.ShouldHaveSingleItem().Permanence.ShouldBe(Permanence.Soft);
    }

    [Theory]
    [InlineData("Final-Recipient: RFC822;<aino@koulu.example>")]
    [InlineData("Final-Recipient: rfc822;aino@koulu.example (Aino)")]
    [InlineData("Final-Recipient: utf-8; aino@koulu.example")]
    [InlineData("Final-Recipient: unknown; aino@koulu.example")]
    [InlineData("Final-Recipient: X400; /G=Aino/S=K/O=koulu/\nOriginal-Recipient: rfc822; aino@koulu.example")]
    [InlineData("Final-Recipient: rfc822; IMCEASMTP-aino+40koulu+2Eexample@vanha.example")]
    [InlineData("Final-Recipient: rfc822; IMCEAEX-_O=KUNTA_OU=X_CN=AINO@vanha.example")]
    [InlineData("Final-Recipient: LOCAL; aino")]
    [InlineData("Final-Recipient: rfc822; @a.example,@b.example:aino@koulu.example")]
    public void Address_is_found_in_every_dress(string field)
    {
        var mail = IncomingMail.Read(IncomingMail.Report("Not delivered.", $"{field}\nAction: failed\nStatus: 5.1.1"));
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("aino@koulu.example");
    }

    [Fact]
    public void International_report_is_read()
    {
        var mail = IncomingMail.Read(IncomingMail.Report("Ei löytynyt.", "Final-Recipient: utf-8; p\\x{E4}ivi@koulu.example\nAction: failed\nStatus: 5.1.1")
            .Replace("message/delivery-status", "message/global-delivery-status", StringComparison.Ordinal));
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("päivi@koulu.example");
    }

    [Theory]
    [InlineData("report-type=delivery-status; ", "")]
    [InlineData("multipart/report; report-type=delivery-status", "multipart/mixed")]
    [InlineData("boundary=\"b1\"", "boundary=\"other\"")]
    [InlineData("Content-Type: message/delivery-status", "Content-Type: text/plain")]
    [InlineData("--b1--", "")]
    [InlineData("Content-Type: message/rfc822", "Content-Type: text/rfc822-headers")]
    public void Broken_report_is_still_one(string written, string broken)
    {
        var mail = IncomingMail.Read(IncomingMail.Report("Not delivered.", IncomingMail.Fields("aino@koulu.example", "5.1.1", "550 no such user")).Replace(written, broken, StringComparison.Ordinal));
        mail.Kind.ShouldBe(MailKind.Bounce);
        mail.Recipients.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            recipient => recipient.Address.ShouldBe("aino@koulu.example"), recipient => recipient.Permanence.ShouldBe(Permanence.Hard));
    }

    [Fact]
    public void Report_passed_on_by_a_system_is_read_inside()
    {
        var report = IncomingMail.Report("Not delivered.", IncomingMail.Fields("aino@koulu.example", "5.1.1", "550 no such user"));
        var mail = IncomingMail.Read($"From: vahti@kunta.example\nTo: uutiskirje@kunta.example\nSubject: Quarantined\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n{report}");
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("aino@koulu.example");
    }
}
