using System.Text;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SmtpReplyTests
{
    [Theory]
    [InlineData("250 2.0.0 Ok: queued as 4F2", 250, "2.0.0", "Ok: queued as 4F2")]
    [InlineData("250 Ok", 250, null, "Ok")]
    [InlineData("250", 250, null, "")]
    [InlineData("250 ", 250, null, "")]
    [InlineData("550 5.1.1", 550, "5.1.1", "")]
    [InlineData("550 5.7.509 no DMARC", 550, "5.7.509", "no DMARC")]
    [InlineData("550 5.1.1.1 is an address of the net", 550, null, "5.1.1.1 is an address of the net")]
    [InlineData("550 3.1.1 is no class", 550, null, "3.1.1 is no class")]
    [InlineData("550 5.1234.1 is too long", 550, null, "5.1234.1 is too long")]
    [InlineData("550-5.1.1 no such\r\n550-5.1.1 user\r\n550 5.1.1 here", 550, "5.1.1", "no such user here")]
    [InlineData("550  5.1.1   spaced   out ", 550, "5.1.1", "spaced out")]
    [InlineData("250 2.0.0 hyvää\u0007 päivää", 250, "2.0.0", "hyvää päivää")]
    public void A_reply_is_taken_apart(string lines, int code, string? enhanced, string text) => Parse(lines).ShouldBe(new SmtpReply(code, enhanced, text));

    [Fact]
    public void A_log_holds_codes_of_relays_and_words_of_ours()
    {
        Parse("450 4.1.1 <aino@kunta.example> is busy").ForLog.ShouldBe("450 4.1.1");
        Parse("421 aino@kunta.example").ForLog.ShouldBe("421");
        SmtpReply.Silent("The relay is gone.").ForLog.ShouldBe("The relay is gone");
    }

    [Fact]
    public void Other_recipients_are_not_told_whom_a_reply_named()
    {
        Parse("421 4.7.0 <aino.virtanen@kunta.example>: too many, see aino@kunta.example").ForOthers.ToString().ShouldBe("421 4.7.0 <…>: too many, see …");
        SmtpReply.Silent("The relay is gone.").ForOthers.ToString().ShouldBe("The relay is gone.");
    }

    [Fact]
    public void A_long_reply_is_cut()
        => Parse(string.Concat(Enumerable.Repeat($"550-{new string('x', 300)}\r\n", 20)) + "550 end").Text.Length.ShouldBe(500);

    [Theory]
    [InlineData("garbage\r\n")]
    [InlineData("25\r\n")]
    [InlineData("250_ok\r\n")]
    [InlineData("999 ok\r\n")]
    [InlineData("\r\n")]
    [InlineData("250-ok\r\n251 ok\r\n")]
    public void What_is_no_reply_is_not_taken_for_one(string lines)
        => Should.Throw<SmtpNonsenseException>(() => SmtpReplyReader.TryRead(Encoding.UTF8.GetBytes(lines), out _, out _));

    [Fact]
    public void A_reply_ends_with_its_last_line()
    {
        var bytes = "250-a\r\n250 b\r\n354 c\r\n"u8.ToArray();

        for (var length = 0; length < 14; length++)
            SmtpReplyReader.TryRead(bytes.AsSpan(0, length), out _, out _).ShouldBeFalse();
        SmtpReplyReader.TryRead(bytes, out var code, out var read).ShouldBeTrue();
        (code, read).ShouldBe((250, 14));
    }

    internal static SmtpReply Parse(string lines)
    {
        var bytes = Encoding.UTF8.GetBytes($"{lines}\r\n");
        SmtpReplyReader.TryRead(bytes, out var code, out var length).ShouldBeTrue();
        length.ShouldBe(bytes.Length);
        return SmtpReply.Parse(code, bytes);
    }
}
