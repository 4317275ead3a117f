using System.Text;
using DigiOne.Outreach.Mail;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class CaptureFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("capture-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 7, 30, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly CaptureFolder _folder;
    private readonly CapturedMailbox _mailbox;

    public CaptureFolderTests()
    {
        _folder = new CaptureFolder(Path.Combine(_root, "not", "yet"), _clock);
        _mailbox = new CapturedMailbox(_folder);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_captured_mail_is_found_by_its_message_id_and_read_in_all_its_parts()
    {
        const string calendar = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n";
        var mail = Mails.Newsletter() with { Calendar = new CalendarPart("PUBLISH", calendar) };

        var accepted = (await CaptureAsync(mail)).ShouldBeOfType<HandOver.Accepted>();

        accepted.Reply.Code.ShouldBe(250);
        var captured = (await _mailbox.FindAsync(mail.MessageId, Stop)).ShouldNotBeNull();
        captured.MessageId.ShouldBe(mail.MessageId);
        captured.Envelope.ShouldBe(mail.Envelope);
        captured.Subject.ShouldBe(mail.Subject);
        captured.To.ShouldContain("Aino Mäkelä");
        captured.Html.ShouldBe(mail.Html);
        captured.Text.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(mail.Text);
        captured.Headers.ShouldContain(new CapturedHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        captured.Source.ShouldStartWith("X-Envelope-From: palautteet@digione.example\r\nX-Envelope-To: aino@kunta.example\r\n");
        var part = captured.Parts.ShouldHaveSingleItem();
        (part.Name, part.ContentType, Encoding.UTF8.GetString(part.Content.Span)).ShouldBe(("invite.ics", "text/calendar", calendar));
        (await _mailbox.ReadAsync(captured.Id, Stop)).ShouldNotBeNull().MessageId.ShouldBe(mail.MessageId);
        using var stream = _folder.Open(mail.MessageId).ShouldNotBeNull();
        new StreamReader(stream).ReadToEnd().ShouldBe(captured.Source);
        Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).ShouldHaveSingleItem().ShouldEndWith(".eml");
    }

    [Fact]
    public async Task The_newest_come_first_page_by_page()
    {
        for (var i = 0; i < 25; i++)
            await CaptureAsync(Mails.Newsletter() with { MessageId = $"{i}@digione.example", Subject = $"Uutinen {i}" });

        _mailbox.Count().ShouldBe(25);
        (await _mailbox.ListAsync(0, 10, Stop)).Select(mail => mail.Subject).ShouldBe(Enumerable.Range(15, 10).Reverse().Select(i => $"Uutinen {i}"));
        (await _mailbox.ListAsync(20, 10, Stop)).Select(mail => mail.Subject).ShouldBe(Enumerable.Range(0, 5).Reverse().Select(i => $"Uutinen {i}"));
        (await _mailbox.ListAsync(30, 10, Stop)).ShouldBeEmpty();
        (await _mailbox.ListAsync(0, 0, Stop)).ShouldBeEmpty();
        Directory.GetDirectories(_folder.Root).Length.ShouldBeGreaterThan(10, "Many files do not lie in one directory.");
    }

    [Fact]
    public async Task A_mail_that_is_handed_over_twice_is_there_twice()
    {
        await CaptureAsync(Mails.Newsletter());
        await CaptureAsync(Mails.Newsletter() with { Subject = "toinen" });

        _mailbox.Count().ShouldBe(2);
        (await _mailbox.FindAsync(Mails.Newsletter().MessageId, Stop)).ShouldNotBeNull().Subject.ShouldBe("toinen");
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("a/b\\c:*?\0@digione.example")]
    [InlineData("")]
    public async Task A_message_id_cannot_lead_out_of_the_folder(string messageId)
    {
        var path = Path.GetFullPath(_folder.NewPathFor(messageId));

        path.ShouldStartWith(_folder.Root + Path.DirectorySeparatorChar);
        _folder.PathFor(messageId).ShouldBeNull();
        (await _mailbox.ReadAsync(messageId, Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData("20270301T0730000000000Z-../../../../../etc/passwd")]
    [InlineData("20270301T0730000000000Z-00000000000000000000000000000000")]
    [InlineData("*-00000000000000000000000000000000")]
    public async Task An_id_that_was_never_given_finds_nothing(string id)
    {
        await CaptureAsync(Mails.Newsletter());

        (await _mailbox.ReadAsync(id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_defers()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "file"), "", Stop);
        await using var connection = new CaptureFolder(Path.Combine(_root, "file", "below"), _clock).CreateConnection();

        var deferred = (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Deferred>();
        deferred.Scope.ShouldBe(DeferralScope.Relay);
        deferred.Reply.Text.ShouldContain("cannot be written");
    }

    [Fact]
    public void An_empty_folder_lists_nothing() => _mailbox.Count().ShouldBe(0);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<HandOver> CaptureAsync(OutgoingMail mail)
    {
        await using var connection = _folder.CreateConnection();
        return await connection.HandOverAsync(mail, null, Stop);
    }
}
