using System.Text;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Mail.Reading;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Inbound;

/// <summary>Mail that comes back, in a house that stands still.</summary>
internal static class InboundSteps
{
    internal const string Mailbox = "posti@kunta.example";

    /// <summary>A house whose mail carries addresses to come back to. Nobody reads the mailbox: a test takes each message in.</summary>
    internal static void ReadsMail(this Settings settings)
    {
        settings.Inbound.Host = "127.0.0.1";
        settings.Inbound.Security = RelaySecurity.None;
        settings.Inbound.UserName = "posti";
        settings.Inbound.BounceAddress = "paluu+*@kunta.example";
    }

    /// <summary>A mailing to this many readers, all of which the relay took.</summary>
    internal static async Task<IReadOnlyList<Delivery>> SentAsync(this StillOutreach house, int readers = 1)
    {
        await house.Services.MakeListAsync();
        await house.Services.SubscribeManyAsync(readers);
        return await house.SentAgainAsync();
    }

    /// <summary>Another one to the same.</summary>
    internal static async Task<IReadOnlyList<Delivery>> SentAgainAsync(this StillOutreach house)
    {
        var mailing = await house.Services.ScheduleAsync(house.Now);
        await house.StartMailingAsync(mailing);
        await house.AcceptAllAsync(mailing);
        (await house.CloseAsync(mailing)).ShouldBeTrue();
        // As the product's own Message-IDs are.
        await using var db = house.OpenDatabase();
        foreach (var delivery in await db.Set<Delivery>().Where(row => row.MailingId == mailing).ToListAsync(TestContext.Current.CancellationToken))
            delivery.MessageId = $"{mailing.Value:n}.{delivery.Id}@digione.example";
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return await house.Services.DeliveriesAsync(mailing);
    }

    /// <summary>The addresses that a delivery's mail carries.</summary>
    internal static ReturnPair ReturnsOf(this StillOutreach house, Delivery delivery) =>
        house.Services.GetRequiredService<ReturnAddresses>().Of(delivery.Id, mayLeave: true);

    /// <summary>A report about somebody, to an address.</summary>
    internal static string Bounce(string to, string about, string status, string said) =>
        IncomingMail.Report("Your message could not be delivered.", IncomingMail.Fields(about, status, said))
            .Replace("To: uutiskirje@kunta.example", $"To: {to}", StringComparison.Ordinal);

    /// <summary>A feedback report (RFC 5965) about a message with this envelope sender.</summary>
    internal static string Complaint(string mailFrom, string about) =>
        $"""
        From: feedback@post.example
        To: {Mailbox}
        Subject: complaint
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

        --b1
        Content-Type: text/plain

        This is a spam report.

        --b1
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Post/1.0
        Version: 1
        Original-Mail-From: <{mailFrom}>
        Original-Rcpt-To: <{about}>

        --b1
        Content-Type: message/rfc822

        {IncomingMail.Original(about)}
        --b1--
        """;

    /// <summary>A mail from a person or a program.</summary>
    internal static string Plain(string from, string to, string subject, string text, string headers = "") =>
        $"From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{Guid.CreateVersion7():n}@post.example>\n{headers}\n{text}\n";

    /// <summary>Takes a message in, as one that lies at this place in the mailbox.</summary>
    internal static Task<bool> TakeInAsync(this StillOutreach house, string mail, long uid) =>
        house.TakeInAsync(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")), uid);

    /// <inheritdoc cref="TakeInAsync(StillOutreach, string, long)"/>
    internal static Task<bool> TakeInAsync(this StillOutreach house, byte[] mail, long uid) =>
        house.Services.GetRequiredService<TakeIn>().ExecuteAsync(
            house.Services.GetRequiredService<OpenMessage>().Execute(Mailbox, 1, uid, mail), TestContext.Current.CancellationToken);

    /// <summary>What was written down of the last message.</summary>
    internal static async Task<InboundMessage> LastAsync(this StillOutreach house) =>
        (await house.Services.AllAsync<InboundMessage>()).MaxBy(message => message.Id.Value)!;
}
