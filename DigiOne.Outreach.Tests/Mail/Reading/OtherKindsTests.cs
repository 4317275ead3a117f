using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

public sealed class OtherKindsTests
{
    [Theory]
    [InlineData("Poissa: Re: Tammikuun uutiskirje", "")]
    [InlineData("Automaattinen vastaus: uutiskirje", "")]
    [InlineData("Frånvaro: semester till 1.8.", "")]
    [InlineData("Automatic reply: Newsletter", "X-Auto-Response-Suppress: All\n")]
    [InlineData("Abwesenheitsnotiz", "")]
    [InlineData("Réponse automatique : Lettre", "")]
    [InlineData("Respuesta automática: Boletín", "")]
    [InlineData("自動返信: お知らせ", "")]
    [InlineData("Re: Tammikuun uutiskirje", "Auto-Submitted: auto-replied\n")]
    [InlineData("Re: Tammikuun uutiskirje", "X-Autoreply: yes\n")]
    [InlineData("Re: Tammikuun uutiskirje", "Precedence: auto_reply\n")]
    [InlineData("Re: Tammikuun uutiskirje", "Return-Path: <>\n")]
    [InlineData("Kiitos viestistäsi", "Return-Path: <>\n")]
    public void Program_that_answers_for_somebody_is_an_auto_reply(string subject, string headers) =>
        Kind($"{headers}From: Aino <aino@koulu.example>\nTo: uutiskirje@kunta.example\nSubject: {subject}\n\nOlen poissa 1.8. asti. Kiireessä: eero@koulu.example. Your message could not be delivered to me now.\n")
            .ShouldBe(MailKind.AutoReply);

    [Fact]
    public void Receipt_is_an_auto_reply() =>
        Kind("Return-Path: <>\nFrom: aino@koulu.example\nSubject: Read: Tammikuu\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nYour message was displayed.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; aino@koulu.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--\n")
            .ShouldBe(MailKind.AutoReply);

    [Fact]
    public void Challenge_is_an_auto_reply() =>
        Kind("From: aino@koulu.example\nSubject: Please confirm your message\n\nTo be delivered, please click the link and prove that you are human.\n").ShouldBe(MailKind.AutoReply);

    [Theory]
    [InlineData("unsubscribe", "", "uutiskirje@kunta.example")]
    [InlineData("Poista", "-- \nAino", "uutiskirje@kunta.example")]
    [InlineData("", "AVREGISTRERA\n", "uutiskirje@kunta.example")]
    [InlineData("", "", "uutiskirje+unsubscribe@kunta.example")]
    public void Word_alone_or_address_asks_to_leave(string subject, string text, string to) =>
        Kind($"From: aino@koulu.example\nTo: {to}\nSubject: {subject}\n\n{text}").ShouldBe(MailKind.Unsubscribe);

    [Theory]
    [InlineData("Re: Tammikuun uutiskirje", "")]
    [InlineData("VS: Tammikuun uutiskirje", "")]
    [InlineData("SV: Nyhetsbrev", "")]
    [InlineData("Tammikuun uutiskirje", "In-Reply-To: <uutinen.1@kunta.example>\n")]
    public void Person_answers(string subject, string headers) =>
        Kind($"From: Aino <aino@koulu.example>\nTo: uutiskirje@kunta.example\nSubject: {subject}\n{headers}\nHow do I unsubscribe? Last time I got: 550 5.1.1 user unknown for eero@koulu.example.\n")
            .ShouldBe(MailKind.Reply);

    [Theory]
    [InlineData("Fwd: Undelivered Mail Returned to Sender", "Katso tätä:\n> <eero@koulu.example>: host said: 550 5.1.1 User unknown\n")]
    [InlineData("Viikkokirje", "This week: why mail bounces. <eero@koulu.example>: 550 user unknown is the classic.\n")]
    [InlineData("Your parcel could not be delivered", "Pay the fee at http://spam.example to aino@koulu.example\n")]
    [InlineData("", "")]
    public void Ordinary_mail_is_no_bounce(string subject, string text) =>
        Kind($"Return-Path: <aino@koulu.example>\nFrom: Aino <aino@koulu.example>\nTo: uutiskirje@kunta.example\nList-Id: <muu.example>\nSubject: {subject}\n\n{text}").ShouldBe(MailKind.Other);

    [Theory]
    [InlineData("abuse", MailKind.Complaint)]
    [InlineData("fraud", MailKind.Complaint)]
    [InlineData("not-spam", MailKind.Other)]
    [InlineData("auth-failure", MailKind.Other)]
    public void Feedback_report_is_a_complaint_where_somebody_complains(string type, MailKind kind) =>
        IncomingMail.Read(Feedback($"Feedback-Type: {type}\nUser-Agent: X/1\nVersion: 1\nOriginal-Rcpt-To: <aino@koulu.example>\n")).ShouldSatisfyAllConditions(
            mail => mail.Kind.ShouldBe(kind),
            mail => mail.Recipients.Select(recipient => recipient.Address).ShouldBe(kind == MailKind.Complaint ? ["aino@koulu.example"] : []));

    [Fact]
    public void Complaint_without_a_name_takes_it_from_the_message() =>
        IncomingMail.Read(Feedback("Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\n")).Recipients.ShouldHaveSingleItem().Address.ShouldBe("eero@koulu.example");

    [Fact]
    public void Domain_report_is_no_complaint() =>
        Kind("From: dmarc@post.example\nSubject: Report Domain: kunta.example Submitter: post.example Report-ID: 1\nContent-Type: application/gzip\nContent-Transfer-Encoding: base64\n\nH4sIAAAA\n").ShouldBe(MailKind.Other);

    private static MailKind Kind(string mail) => IncomingMail.Read(mail).Kind;

    private static string Feedback(string fields) =>
        $"From: fbl@post.example\nSubject: FW: Tammikuu\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nA complaint.\n--b\nContent-Type: message/feedback-report\n\n{fields}\n--b\nContent-Type: message/rfc822\n\n{IncomingMail.Original("eero@koulu.example")}\n--b--\n";
}
