using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

public sealed class HostileMailTests
{
    private const int FiftyMegabytes = 50 * 1024 * 1024;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Attacks =>
        ["nested parts", "parts side by side", "messages in messages", "headers", "one header", "one line", "addresses", "boundaries", "bad base64", "nothing but at signs", "markup", "NULs"];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_is_bounded_in_time_and_memory(string attack)
    {
        using var mail = new MemoryStream(Make(attack));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();

        MailReader.Read(mail).ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(Bound);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(400L * 1024 * 1024);
    }

    [Fact]
    public void Whatever_the_bytes_it_never_fails()
    {
        var mails = FreeTextBounceTests.Systems.Select(system => system.Data)
            .Select(system => Encoding.UTF8.GetBytes(IncomingMail.Plain(system.Item1, system.Item2, system.Item3)))
            .Append(Encoding.UTF8.GetBytes(IncomingMail.Report("Not delivered.", IncomingMail.Fields("aino@koulu.example", "5.1.1", "550 no such user"))))
            .ToArray();
        Gen.Select(Gen.Int[0, mails.Length - 1], Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[0, 40], Gen.Int[0, 4000]).Sample((which, changes, cut) =>
        {
            var mail = mails[which].ToArray();
            foreach (var (at, octet) in changes)
                mail[at % mail.Length] = octet;
            MailReader.Read(mail.AsSpan(0, cut == 0 ? mail.Length : Math.Min(mail.Length, cut))).Recipients.ShouldNotBeNull();
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void Noise_is_other() =>
        Gen.Byte.Array[0, 3000].Sample(noise => MailReader.Read(noise).Recipients.ShouldNotBeNull(), iter: 1000, threads: 1);

    private static byte[] Make(string attack)
    {
        const string Head = "Return-Path: <>\nFrom: mailer-daemon@post.example\nSubject: Undelivered Mail\nMIME-Version: 1.0\n";
        var mail = new StringBuilder(Head);
        switch (attack)
        {
            case "nested parts":
                for (var i = 0; i < 10_000; i++)
                    mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"b{i}\"\n\n--b{i}\n");
                break;
            case "parts side by side":
                mail.Append("Content-Type: multipart/mixed; boundary=b\n\n");
                for (var i = 0; i < 100_000; i++)
                    mail.Append("--b\nContent-Type: text/plain\n\nx\n");
                break;
            case "messages in messages":
                for (var i = 0; i < 10_000; i++)
                    mail.Append("Content-Type: message/rfc822\n\nSubject: x\n");
                break;
            case "headers":
                while (mail.Length < FiftyMegabytes)
                    mail.Append("a:b\n");
                break;
            case "one header":
                mail.Append("X-A: ").Append('=', 100).Append("?utf-8?Q?").Append('x', FiftyMegabytes);
                break;
            case "one line":
                mail.Append("\nThis is the mail system. ").Append('x', FiftyMegabytes);
                break;
            case "addresses":
                mail.Append("\nThis is the mail system at host x.\n\n");
                for (var i = 0; i < 500_000; i++)
                    mail.Append(CultureInfo.InvariantCulture, $"<a{i}@koulu.example>: 550 unknown\n");
                break;
            case "boundaries":
                mail.Append("Content-Type: multipart/report; boundary=\"").Append('-', 60).Append("\"\n\n").Append('-', 5_000_000);
                break;
            case "bad base64":
                mail.Append("Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n").Append("====A@#", 0, 7).Append('A', 5_000_000);
                break;
            case "nothing but at signs":
                mail.Append('\n').Append('@', 5_000_000);
                break;
            case "markup":
                mail.Append("Content-Type: text/html\n\n").Append('<', 2_000_000).Append("<a b=\"", 0, 6).Append('&', 2_000_000);
                break;
            case "NULs":
                mail.Append('\0', 5_000_000);
                break;
        }

        return Encoding.UTF8.GetBytes(mail.ToString());
    }
}
