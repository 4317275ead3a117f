using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>The main job: a newsletter in three languages through a real Postfix into real mailboxes, read back over IMAP.</summary>
public sealed class NewsletterTests
{
    // python3-dkim is an implementation of its own; the key comes from the command line in place of DNS.
    private const string Verify = """
        import sys, dkim
        record = b'v=DKIM1; k=rsa; p=' + sys.argv[1].encode()
        print('pass' if dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, *a, **k: record) else 'fail')
        """;

    private static readonly string[] Languages = ["fi", "sv", "en"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Everyone_gets_their_own_message_in_their_language_and_who_leaves_hears_no_more(StorageEngine engine)
    {
        using var key = RSA.Create(2048);
        using var files = new TempFolder();
        await File.WriteAllTextAsync(files["dkim.pem"], key.ExportPkcs8PrivateKeyPem(), Token);
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.Relays["postfix"] = new RelayOptions
            {
                Host = TestServers.Smtp.Host,
                Port = TestServers.Smtp.Port,
                Security = RelaySecurity.StartTls,
                CaFile = TestServers.CaFile,
            };
            settings.Senders["digione"].Relays = ["postfix"];
            settings.Senders["digione"].ReplyTo = "viesti@digione.example";
            settings.Senders["digione"].EnvelopeFrom = "palautteet@digione.example";
            settings.Senders["digione"].Dkim = new DkimOptions { Domain = "digione.example", Selector = "s1", PrivateKeyFile = files["dkim.pem"] };
        });
        var services = outreach.Services;
        await services.MakeListAsync();
        var readers = new Dictionary<string, string>();
        foreach (var language in Languages)
            foreach (var name in new[] { "aino", "väinö" })
                readers.Add(TestMailbox.NewAddress($"{name}.{language}"), language);
        foreach (var readersOfOne in readers.GroupBy(reader => reader.Value))
            await services.SubscribeAsync(readersOfOne.Select(reader => reader.Key), readersOfOne.Key);

        var first = await services.ScheduleAsync(Now(services), Team.Issue(Languages));
        (await services.WaitUntilClosedAsync(first)).Counts.Accepted.ShouldBe(readers.Count);

        await using var mailbox = await TestMailbox.OpenAsync(Token);
        var mails = await mailbox.WaitForAsync(readers.Keys, readers.Count, Token);
        mails.Select(mail => mail.Recipient).Order().ShouldBe(readers.Keys.Order());
        var rows = (await services.DeliveriesAsync(first)).ToDictionary(row => row.Address);
        foreach (var mail in mails)
        {
            ShouldBeTheIssue(mail, readers[mail.Recipient], rows[mail.Recipient]);
            LinkIn(mail.Message, services).ShouldBe(
                new UnsubscribeTarget(rows[mail.Recipient].ContactId!.Value, (await services.AllAsync<ContactList>()).Single().Id, first.Value));
            (await VerdictAsync(mail.Message, key)).ShouldBe("pass", mail.Recipient);
        }

        var leaver = mails[0];
        using var visitor = new Visitor(outreach.Address);
        using var answer = await visitor.PostWithoutTokenAsync(Link(leaver.Message).AbsolutePath, ("List-Unsubscribe", "One-Click"));
        answer.EnsureSuccessStatusCode();
        var second = await services.ScheduleAsync(Now(services), Team.Issue(Languages));
        var counts = (await services.WaitUntilClosedAsync(second)).Counts;

        (counts.Accepted, counts.SkippedBy[SkipReason.Unsubscribed]).ShouldBe((readers.Count - 1, 1));
        await mailbox.WaitForAsync(readers.Keys, (2 * readers.Count) - 1, Token);
        (await mailbox.PresentAsync(leaver.Recipient, Token)).Count.ShouldBe(1);
    }

    private static void ShouldBeTheIssue(ReceivedMail mail, string language, Delivery row)
    {
        var message = mail.Message;
        message.Subject.ShouldBe($"Uutiset & nyheter ({language})");
        message.From.ToString().ShouldBe("\"DigiOne\" <uutiskirje@digione.example>");
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(mail.Recipient);
        message.ReplyTo.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("viesti@digione.example");
        mail.ReturnPath.ShouldBe("palautteet@digione.example");
        message.MessageId.ShouldBe(row.MessageId);
        message.MessageId.ShouldEndWith("@digione.example");
        message.Headers["List-Id"].ShouldNotBeNull().ShouldContain("<uutiset.digione.example>");
        message.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        message.Body.ShouldNotBeNull().Headers["Content-Language"].ShouldBe(language);

        var html = message.HtmlBody.ShouldNotBeNull();
        html.ShouldContain($"<html lang=\"{language}\"");
        html.ShouldContain($"Uutiset &amp; nyheter ({language})");
        html.ShouldContain($"Hei <strong>kaikki</strong> ({language})!");
        html.ShouldContain("<em>leikitään</em>");
        html.ShouldContain($"href=\"https://digione.example/{language}\"");
        html.ShouldContain(Link(message).ToString());

        var readMore = language switch { "fi" => "Lue lisää", "sv" => "Läs mer", _ => "Read more" };
        html.ShouldContain(readMore);
        var text = message.TextBody.ShouldNotBeNull();
        text.ShouldContain($"Artikkeli {language}");
        text.ShouldContain($"{readMore} (https://digione.example/{language})");
        text.ShouldContain(Link(message).ToString());
        text.ShouldNotContain("<");
    }

    private static Uri Link(MimeMessage message) =>
        new(message.Headers["List-Unsubscribe"].ShouldNotBeNull().Split(',')[0].Trim(' ', '<', '>'));

    private static UnsubscribeTarget LinkIn(MimeMessage message, IServiceProvider services)
    {
        services.GetRequiredService<UnsubscribeLinks>().TryRead(Link(message).Segments[^1], out var target).ShouldBeTrue();
        return target;
    }

    private static async Task<string> VerdictAsync(MimeMessage message, RSA key)
    {
        using var bytes = new MemoryStream();
        await message.WriteToAsync(bytes, Token);
        var record = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        var source = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\r\n"));
        var (status, output) = await Command.RunAsync(TestServers.PythonWithDkim, ["-c", Verify, record], source, Token);
        status.ShouldBe(0, output);
        return output.Trim();
    }

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
