using System.Text;
using DigiOne.Outreach.Mail;
using MimeKit;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class MessageComposerTests
{
    [Fact]
    public void A_newsletter_carries_text_and_html_and_the_headers_of_a_list()
    {
        var mail = Mails.Newsletter() with { FeedbackId = "maaliskuu:uutiskirje:digione", ReplyTo = new Mailbox("DigiOne", "posti@digione.example") };

        var (message, source) = ComposedMail.Of(mail);

        message.MessageId.ShouldBe("0198-1@digione.example");
        message.Date.ShouldBe(mail.Date);
        message.From.ToString().ShouldBe("\"DigiOne\" <uutiset@digione.example>");
        message.ReplyTo.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("posti@digione.example");
        message.To.Mailboxes.ShouldHaveSingleItem().Name.ShouldBe("Aino Mäkelä");
        message.Subject.ShouldBe("Maaliskuun uutiset");
        message.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(mail.Text);
        message.HtmlBody.ShouldBe(mail.Html);
        message.Body.ShouldBeOfType<MultipartAlternative>().Select(part => part.ContentType.MimeType).ShouldBe(["text/plain", "text/html"]);
        source.ShouldContain("\r\nList-Id: <uutiskirje.lists.digione.example>\r\n");
        source.ShouldContain($"\r\nList-Unsubscribe: <{mail.Unsubscribe}>\r\n");
        source.ShouldContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        source.ShouldContain("\r\nFeedback-ID: maaliskuu:uutiskirje:digione\r\n");
        source.ShouldContain("\r\nContent-Language: fi\r\n");
        source.ShouldNotContain("Auto-Submitted");
        source.ShouldAllBe(c => c < 128, "Everything is encoded for 7-bit servers.");
        source.Split("\r\n").ShouldAllBe(line => !line.Contains('\r') && !line.Contains('\n'));
        source.Split("\r\n").Where(line => !line.StartsWith("List-Unsubscribe:", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 78);
    }

    [Fact]
    public void Only_a_secure_address_is_announced_as_one_click()
    {
        var (_, source) = ComposedMail.Of(Mails.Newsletter() with { Unsubscribe = new Uri("http://localhost:5080/u/abc") });

        source.ShouldContain("List-Unsubscribe: <http://localhost:5080/u/abc>\r\n");
        source.ShouldNotContain("List-Unsubscribe-Post");
    }

    [Fact]
    public void A_confirmation_belongs_to_no_list_and_says_that_no_person_wrote_it()
    {
        var (_, source) = ComposedMail.Of(Mails.Newsletter() with { ListId = null, Unsubscribe = null, AutoSubmitted = true });

        source.ShouldNotContain("List-");
        source.ShouldContain("\r\nAuto-Submitted: auto-generated\r\n");
    }

    [Theory]
    [InlineData("Uutiset\r\nBcc: kaikki@kunta.example", "Uutiset Bcc: kaikki@kunta.example")]
    [InlineData("Uutiset\0\t\u001B[31m\u0085\u2028ja muuta", "Uutiset [31m ja muuta")]
    [InlineData("\u202EtesitiU\u202C\u200B\uFEFF", "tesitiU")]
    [InlineData("Perhe 👨‍👩‍👧", "Perhe 👨‍👩‍👧")]
    [InlineData("  ", "")]
    [InlineData("=?utf-8?q?=0D=0ABcc:?=", "= ?utf-8?q?=0D=0ABcc:?=")]
    public void Subjects_and_names_stay_one_visible_line(string typed, string expected)
    {
        var mail = Mails.Newsletter();
        var composed = ComposedMail.Of(mail with { Subject = typed, To = mail.To with { Name = typed }, From = mail.From with { Name = typed } });

        composed.Message.Subject.ShouldBe(expected);
        composed.Message.To.Mailboxes.ShouldHaveSingleItem().Name.ShouldBe(expected);
        composed.Message.From.Mailboxes.ShouldHaveSingleItem().Name.ShouldBe(expected);
        composed.Message.Headers.Contains(HeaderId.Bcc).ShouldBeFalse();
        composed.Message.Headers.Count(header => header.Id == HeaderId.To).ShouldBe(1);
    }

    [Theory]
    [InlineData("Ä")]
    [InlineData("a")]
    [InlineData("Åsa-Öivi ")]
    [InlineData("\"pilkku, lainaus\\\" ")]
    [InlineData("名前")]
    public void Names_and_subjects_of_300_characters_arrive_whole(string piece)
    {
        var name = string.Concat(Enumerable.Repeat(piece, 300 / piece.Length)).Trim();
        var mail = Mails.Newsletter();

        var composed = ComposedMail.Of(mail with { Subject = name, To = mail.To with { Name = name } });

        composed.Message.Subject.ShouldBe(name);
        composed.Message.To.Mailboxes.ShouldHaveSingleItem().Name.ShouldBe(name);
        composed.HeaderLines.ShouldAllBe(line => line.Length <= 998);
    }

    [Fact]
    public void Half_a_character_does_not_stop_a_mail()
        => ComposedMail.Of(Mails.Newsletter() with { Subject = "rikki " + (char)0xD83D }).Message.Subject.ShouldBe("rikki \uFFFD");

    [Fact]
    public void An_international_domain_goes_in_ascii()
    {
        var mail = Mails.Newsletter("aino@jyväskylä.example");

        var (_, source) = ComposedMail.Of(mail);

        MessageComposer.NeedsSmtpUtf8(mail).ShouldBeFalse();
        source.ShouldContain("<aino@xn--jyvskyl-7wae.example>");
        source.ShouldAllBe(c => c < 128);
    }

    [Fact]
    public void A_mailbox_outside_ascii_stays_as_typed_at_a_domain_in_ascii()
    {
        var mail = Mails.Newsletter("väinö@jyväskylä.example");

        var (message, source) = ComposedMail.Of(mail);

        MessageComposer.NeedsSmtpUtf8(mail).ShouldBeTrue();
        source.ShouldContain("<väinö@xn--jyvskyl-7wae.example>");
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("väinö@jyväskylä.example", "A reader shows it as typed.");
    }

    [Fact]
    public void The_same_mail_gives_the_same_bytes()
    {
        var mail = Mails.Newsletter() with { Calendar = new CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n") };

        ComposedMail.Of(mail).Source.ShouldBe(ComposedMail.Of(mail).Source);
    }

    [Theory]
    [InlineData("REQUEST")]
    [InlineData("CANCEL")]
    public void An_invitation_has_the_shape_that_shows_buttons(string method)
    {
        var body = $"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:Tietoiskut – ä\r\nEND:VCALENDAR\r\n";

        var mixed = ComposedMail.Of(Mails.Newsletter() with { Calendar = new CalendarPart(method, body) }).Message.Body.ShouldBeOfType<Multipart>();

        mixed.ContentType.MimeType.ShouldBe("multipart/mixed");
        var alternative = mixed[0].ShouldBeOfType<MultipartAlternative>();
        alternative.Select(part => part.ContentType.MimeType).ShouldBe(["text/plain", "text/html", "text/calendar"]);
        alternative[2].ContentType.Charset.ShouldBe("UTF-8");
        alternative[2].ContentType.Parameters["method"].ShouldBe(method);
        alternative[2].ContentDisposition.ShouldBeNull();
        Decoded(alternative[2]).ShouldBe(body);
        mixed[1].ContentType.MimeType.ShouldBe("application/ics");
        mixed[1].ContentType.Name.ShouldBe("invite.ics");
        Decoded(mixed[1]).ShouldBe(body);
        mixed.Count.ShouldBe(2);
    }

    [Fact]
    public void A_published_event_is_one_attachment_below_the_mail()
    {
        const string body = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n";

        var mixed = ComposedMail.Of(Mails.Newsletter() with { Calendar = new CalendarPart("PUBLISH", body) }).Message.Body.ShouldBeOfType<Multipart>();

        mixed.Count.ShouldBe(2);
        mixed[0].ShouldBeOfType<MultipartAlternative>().Count.ShouldBe(2);
        mixed[1].ContentType.MimeType.ShouldBe("text/calendar");
        mixed[1].ContentType.Parameters["method"].ShouldBe("PUBLISH");
        mixed[1].IsAttachment.ShouldBeTrue();
        ((MimePart)mixed[1]).FileName.ShouldBe("invite.ics");
        Decoded(mixed[1]).ShouldBe(body);
    }

    [Fact]
    public void A_calendar_that_says_another_method_than_announced_is_a_bug()
        => Should.Throw<ArgumentException>(() => MessageComposer.Compose(
            Mails.Newsletter() with { Calendar = new CalendarPart("REQUEST", "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n") }));

    private static string Decoded(MimeEntity part)
    {
        using var content = new MemoryStream();
        ((MimePart)part).Content!.DecodeTo(content, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
