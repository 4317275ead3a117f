using System.Text;
using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

/// <summary>Mails as systems write them, made up: their form is theirs, words and people are ours.</summary>
internal static class IncomingMail
{
    internal const string Daemon = "Mail Delivery System <mailer-daemon@post.example>";

    /// <summary>What the reader makes of a mail.</summary>
    internal static ReadMail Read(string mail) => MailReader.Read(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));

    /// <summary>A bounce in free text.</summary>
    internal static string Plain(string from, string subject, string text, string headers = "") =>
        $"Return-Path: <>\nFrom: {from}\nTo: uutiskirje@kunta.example\nSubject: {subject}\nDate: Mon, 11 Jan 2027 09:00:00 +0200\nMessage-ID: <1@post.example>\n{headers}\n{text}\n";

    /// <summary>A report in fields (RFC 3464), with the message that came back.</summary>
    internal static string Report(string notice, string fields, string to = "Aino <aino@koulu.example>") =>
        $"""
        Return-Path: <>
        From: {Daemon}
        To: uutiskirje@kunta.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Description: Notification
        Content-Type: text/plain; charset=utf-8

        {notice}

        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; post.example
        Arrival-Date: Mon, 11 Jan 2027 08:59:58 +0200 (EET)

        {fields}

        --b1
        Content-Type: message/rfc822

        {Original(to)}
        --b1--
        """;

    /// <summary>One recipient's fields.</summary>
    internal static string Fields(string address, string status, string diagnostic, string action = "failed") =>
        $"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {diagnostic}\n";

    /// <summary>The message that was sent.</summary>
    internal static string Original(string to) =>
        $"""
        Received: from viesti.kunta.example by post.example; Mon, 11 Jan 2027 08:59:57 +0200
        From: Kunta <uutiskirje@kunta.example>
        To: {to}
        Subject: Tammikuun uutiskirje
        Message-ID: <uutinen.1@kunta.example>
        MIME-Version: 1.0
        Content-Type: text/plain

        Hei! Kirjoita osoitteeseen neuvonta@kunta.example.

        """;
}
