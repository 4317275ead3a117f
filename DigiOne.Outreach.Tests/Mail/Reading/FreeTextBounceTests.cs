using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

public sealed class FreeTextBounceTests
{
    public static TheoryData<string, string, string, string, Permanence> Systems => new()
    {
        { "MAILER-DAEMON@post.example (Mail Delivery System)", "Undelivered Mail Returned to Sender",
            "This is the mail system at host post.example.\n\nNot delivered, see below.\n\n<aino@koulu.example>: host mx.koulu.example[192.0.2.3] said: 550 5.1.1\n    <aino@koulu.example>: Recipient address rejected: User unknown (in reply to RCPT TO\n    command)", "aino@koulu.example", Permanence.Hard },
        { "Mail Delivery System <Mailer-Daemon@exim.example>", "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nIt failed for:\n\n  aino@koulu.example\n    SMTP error from remote mail server after RCPT TO:<aino@koulu.example>:\n    host mx.koulu.example [192.0.2.3]: 550 unknown user\n\n------ This is a copy of the message ------\n\nReturn-path: <uutiskirje@kunta.example>\nFrom: neuvonta@kunta.example\nTo: aino@koulu.example\nMessage-ID: <1@k>\n", "aino@koulu.example", Permanence.Hard },
        { "Mail Delivery System <Mailer-Daemon@exim.example>", "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\n  aino@koulu.example\n    retry timeout exceeded", "aino@koulu.example", Permanence.Soft },
        { "MAILER-DAEMON@qmail.example", "failure notice",
            "Hi. This is the qmail-send program at qmail.example.\nNo luck with these.\n\n<aino@koulu.example>:\n192.0.2.3 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <uutiskirje@kunta.example>\n", "aino@koulu.example", Permanence.Hard },
        { "MAILER-DAEMON@qmail.example", "failure notice",
            "Hi. This is the qmail-send program at qmail.example.\n\n<aino@koulu.example>:\nI waited too long for an SMTP connection. (#4.4.1) This message has been in the queue too long.\n", "aino@koulu.example", Permanence.Soft },
        { "Mail Delivery Subsystem <MAILER-DAEMON@old.example>", "Returned mail: User unknown",
            "The original message was received at Mon, 11 Jan 2027\n\n   ----- The following addresses had permanent fatal errors -----\n<aino@koulu.example>\n\n   ----- Transcript of session follows -----\n... while talking to mx.koulu.example.:\n>>> RCPT To:<aino@koulu.example>\n<<< 550 <aino@koulu.example>... User unknown\n550 <aino@koulu.example>... User unknown\n", "aino@koulu.example", Permanence.Hard },
        { "System Administrator <postmaster@koulu.example>", "Undeliverable: Tammikuun uutiskirje",
            "Your message\n\n  To:      aino@koulu.example\n  Subject: Tammikuun uutiskirje\n  Sent:    Mon, 11 Jan 2027 09:00:00 +0200\n\ndid not reach the following recipient(s):\n\naino@koulu.example on Mon, 11 Jan 2027 09:00:03 +0200\n    The recipient name is not recognized\n\tMSEXCH:IMS:KUNTA:X 0 (000C05A6) Unknown Recipient\n", "aino@koulu.example", Permanence.Hard },
        { "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "Delivery Status Notification (Failure)",
            "Delivery to the following recipient failed permanently:\n\n     aino@koulu.example\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected: 550 550 5.1.1 user unknown (state 14).\n\n----- Original message -----\n\nFrom: x@kunta.example\n", "aino@koulu.example", Permanence.Hard },
        { "MAILER-DAEMON@yahoo.example", "Failure Notice",
            "Sorry, we were unable to deliver your message to the following address.\n\n<aino@koulu.example>:\n554: delivery error: dd Requested mail action not taken: mailbox is over quota\n", "aino@koulu.example", Permanence.Soft },
        { "Postmaster <postmaster@domino.example>", "DELIVERY FAILURE: User aino (aino@koulu.example) not listed in Domino Directory",
            "Your message\n\n  Subject: Tammikuun uutiskirje\n\nwas not delivered to:\n\n  aino@koulu.example\n\nbecause:\n\n  User aino (aino@koulu.example) not listed in Domino Directory\n", "aino@koulu.example", Permanence.Hard },
        { "\"Postmaster\" <postmaster@imail.example>", "Undeliverable Mail", "Unknown user: aino@koulu.example\n\n\nOriginal message follows.\n\nReceived: from x\n", "aino@koulu.example", Permanence.Hard },
        { "Mail Administrator <postmaster@mail.ezweb.example>", "Mail System Error - Returned Mail",
            "The user(s) account is temporarily over quota.\n\n<aino@koulu.example>\n", "aino@koulu.example", Permanence.Soft },
        { "MAILER-DAEMON@gmx.example (Mail Delivery System)", "Mail delivery failed: returning message to sender",
            "Diese Nachricht konnte nicht zugestellt werden.\n\nAn: aino@koulu.example\nDer Empfänger ist unbekannt.\n", "aino@koulu.example", Permanence.Hard },
        { "postmaster@orange.example", "Message non distribué",
            "Votre message n'a pas pu être remis à\n<aino@koulu.example>\nRaison : boîte aux lettres du destinataire pleine\n", "aino@koulu.example", Permanence.Soft },
        { "postmaster@libero.example", "Mancata consegna", "Il messaggio non è stato consegnato a <aino@koulu.example>: utente sconosciuto\n", "aino@koulu.example", Permanence.Hard },
        { "Postmaster <postmaster@uol.example>", "Mensagem não entregue", "Não foi possível entregar a mensagem para aino@koulu.example\nMotivo: a caixa postal do usuário está cheia\n", "aino@koulu.example", Permanence.Soft },
        { "postmaster@terra.example", "Correo devuelto", "No se pudo entregar el mensaje a:\n  aino@koulu.example\nUsuario desconocido\n", "aino@koulu.example", Permanence.Hard },
        { "MAILER-DAEMON@mail.ru.example", "Недоставленное сообщение", "Ваше сообщение не может быть доставлено:\n\n  aino@koulu.example\n  пользователь не найден\n", "aino@koulu.example", Permanence.Hard },
        { "PostMaster@qq.example", "=?utf-8?B?57O757uf6YCA5L+h?=", "您的邮件无法送达\n收件人：aino@koulu.example\n原因：邮箱不存在\n", "aino@koulu.example", Permanence.Hard },
        { "MAILER-DAEMON@docomo.example", "配信エラー", "次の宛先に配信できませんでした。\n<aino@koulu.example>\n宛先のアドレスは存在しません。\n", "aino@koulu.example", Permanence.Hard },
        { "Postipalvelin <postmaster@verkko.example>", "Viestiä ei voitu toimittaa", "Viestiä ei voitu toimittaa vastaanottajalle aino@koulu.example:\nvastaanottajan postilaatikko on täynnä.\n", "aino@koulu.example", Permanence.Soft },
        { "Postmaster <postmaster@nat.example>", "Meddelandet kunde inte levereras", "Meddelandet kunde inte levereras till följande mottagare:\n\naino@koulu.example\nokänd mottagare\n", "aino@koulu.example", Permanence.Hard },
        { "Mail Delivery System <postmaster@mdaemon.example>", "Permanent Delivery Failure", "The attached message could not be delivered.\n\nFailed address: aino@koulu.example\n\n--- Session Transcript ---\n--> RCPT To:<aino@koulu.example>\n<-- 550 5.1.1 Recipient unknown\n", "aino@koulu.example", Permanence.Hard },
        { "\"Delivery Subsystem\" <POSTMASTER@me.example>", "Message Delivery Failure", "MailEnable: could not be delivered to some recipients.\n\n\tRecipient: [SMTP:aino@koulu.example]\n\tReason: Remote SMTP Server Returned: 550 invalid mailbox\n\nMessage headers follow:\n\nReceived: from x\n", "aino@koulu.example", Permanence.Hard },
        { "<>", "", "You wrote to aino@koulu.example. That is not a valid user.\n", "aino@koulu.example", Permanence.Hard },
        { "Mail Delivery System <Mailer-Daemon@exim.example>", "Mail delivery failed", "This message was created automatically by mail delivery software.\n\n  an undisclosed address\n    (generated from aino@koulu.example)\n    550 account has been deactivated\n", "aino@koulu.example", Permanence.Soft },
        { "Antivirus@gate.example", "Delivery failure notification", "It could not be delivered to the following recipients:\n\naino@koulu.example\n\nDelivery attempts will continue to be made.\n", "aino@koulu.example", Permanence.Soft },
    };

    [Theory]
    [MemberData(nameof(Systems))]
    public void Notice_of_each_system_tells_whom_and_how(string from, string subject, string text, string address, Permanence permanence)
    {
        var mail = IncomingMail.Read(IncomingMail.Plain(from, subject, text));

        mail.Kind.ShouldBe(MailKind.Bounce);
        mail.Recipients.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            recipient => recipient.Address.ShouldBe(address), recipient => recipient.Permanence.ShouldBe(permanence, recipient.Reason));
    }

    [Fact]
    public void Header_of_exim_names_the_recipient()
    {
        var mail = IncomingMail.Read(IncomingMail.Plain(IncomingMail.Daemon, "Mail delivery failed", "Ask help@post.example.\n\n  550 no such user", "X-Failed-Recipients: aino@koulu.example\n"));
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("aino@koulu.example");
    }

    [Fact]
    public void Returned_message_names_its_only_recipient()
    {
        var mail = IncomingMail.Read(IncomingMail.Plain(IncomingMail.Daemon, "Undeliverable mail", $"The mailbox is full.\n\n----- Original message -----\n\n{IncomingMail.Original("aino@koulu.example")}"));
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("aino@koulu.example");
    }

    [Fact]
    public void Own_bounce_address_tells_when_nothing_else_does()
    {
        var mail = IncomingMail.Read(IncomingMail.Plain(IncomingMail.Daemon, "Undeliverable mail", "User unknown.").Replace("To: uutiskirje@kunta.example", "To: palautus+aino=koulu.example@kunta.example", StringComparison.Ordinal));
        mail.Recipients.ShouldHaveSingleItem().Address.ShouldBe("aino@koulu.example");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Any_line_end_reads_alike(string lineEnd)
    {
        var mail = IncomingMail.Plain(IncomingMail.Daemon, "Undelivered Mail", "This is the mail system at host x.\n\n<aino@koulu.example>: 550 user unknown\n").ReplaceLineEndings(lineEnd);
        MailReader.Read(System.Text.Encoding.UTF8.GetBytes(mail)).Recipients.ShouldHaveSingleItem().Permanence.ShouldBe(Permanence.Hard);
    }
}
