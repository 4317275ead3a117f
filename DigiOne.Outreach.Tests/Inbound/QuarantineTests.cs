using System.Globalization;
using System.Text;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Inbound;

public sealed class QuarantineTests
{
    [Theory]
    [InlineData("nested")]
    [InlineData("many parts")]
    [InlineData("many headers")]
    [InlineData("endless header")]
    public async Task Hostile_mail_is_left_there_with_a_note_and_is_still_for_a_person(string attack)
    {
        await using var house = await HouseAsync();

        (await house.TakeInAsync(Make(attack), 1)).ShouldBeTrue();

        var row = await house.LastAsync();
        (row.IsForPerson, row.Outcome).ShouldBe((true, InboundOutcome.Nothing));
        var file = Path.Combine(house.Services.GetRequiredService<Quarantine>().Folder, row.Quarantine.ShouldNotBeNull());
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(Make(attack));
        (await File.ReadAllTextAsync($"{file}.txt", TestContext.Current.CancellationToken)).ShouldContain("This message has more");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Broken_encodings_are_readable_and_leave_nothing_there()
    {
        await using var house = await HouseAsync();
        byte[] mail =
        [
            .. "From: =?nosuch?Q?=FF=FE?= <aino@kunta.example>\nSubject: =?utf-8?B?////?= p\n"u8, 0xE4, 0xFF, 0, 0xC3,
            .. "\nContent-Type: text/plain; charset=\"nosuch\"\nContent-Transfer-Encoding: base64\n\n%%%SGVp\0"u8, 0xED, 0xA0, 0x80,
        ];

        await house.TakeInAsync(mail, 1);

        var row = await house.LastAsync();
        (row.Quarantine, row.IsForPerson).ShouldBe((null, true));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whatever_a_mail_holds_it_can_be_written_down(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine, settings => settings.ReadsMail());
        var text = string.Concat(Enumerable.Repeat("🙂", 15_000));

        await house.TakeInAsync(InboundSteps.Plain($"{new string('a', 400)}@kunta.example", "x@y.example", $"Re: {text}\uD83D", $"a\0b {text}"), 1);
        await house.TakeInAsync(InboundSteps.Bounce("x@y.example", $"{new string('b', 400)}@kunta.example", "5.1.1", $"550 {text}"), 2);

        (await house.Services.AllAsync<InboundMessage>()).Count.ShouldBe(2);
    }

    private static Task<StillOutreach> HouseAsync() => StillOutreach.CreateAsync(StorageEngine.Sqlite, settings => settings.ReadsMail());

    private static byte[] Make(string attack)
    {
        var mail = new StringBuilder("From: aino@kunta.example\nSubject: x\nMIME-Version: 1.0\n");
        switch (attack)
        {
            case "nested":
                for (var i = 0; i < 10_000; i++)
                    mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"b{i}\"\n\n--b{i}\n");
                break;
            case "many parts":
                mail.Append("Content-Type: multipart/mixed; boundary=b\n\n");
                for (var i = 0; i < 10_000; i++)
                    mail.Append("--b\nContent-Type: text/plain\n\nx\n");
                break;
            case "many headers":
                for (var i = 0; i < 100_000; i++)
                    mail.Append("a:b\n");
                break;
            default:
                mail.Append("X-A: ").Append('x', 3 * 1024 * 1024);
                break;
        }

        return Encoding.UTF8.GetBytes(mail.ToString());
    }
}
