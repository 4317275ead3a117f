using System.Text.Json;

namespace DigiOne.Outreach.Tests.Cli;

public sealed class MailVerbTests
{
    [Fact]
    public async Task Folder_is_read_with_all_below_it_in_order()
    {
        using var house = new CommandRun(isNew: true);
        Directory.CreateDirectory(Path.Combine(house["posti"], "cur"));
        house.Write("posti/cur/1700000000.a.host:2,S", "From: Mail Delivery System <mailer-daemon@post.example>\nSubject: Undelivered Mail\n\n<aino@koulu.example>: 550 5.1.1 user unknown\n");
        house.Write("posti/b.eml", "From: aino@koulu.example\nSubject: Re: Uutiskirje\n\nKiitos!\n");
        house.Write("posti/a.eml", "");

        var mails = (await house.JsonAsync("mail", "read", house["posti"])).EnumerateArray().ToList();

        mails.Select(mail => mail.GetProperty("file").GetString()).ShouldBe([Path.Combine(house["posti"], "a.eml"), Path.Combine(house["posti"], "b.eml"), Path.Combine(house["posti"], "cur", "1700000000.a.host:2,S")]);
        mails.Select(mail => mail.GetProperty("kind").GetString()).ShouldBe(["other", "reply", "bounce"]);
        var recipient = mails[2].GetProperty("recipients").EnumerateArray().ShouldHaveSingleItem();
        recipient.EnumerateObject().Select(member => member.Name).ShouldBe(["address", "permanence", "reason", "status", "diagnostic"]);
        recipient.GetProperty("address").GetString().ShouldBe("aino@koulu.example");
        recipient.GetProperty("permanence").GetString().ShouldBe("hard");
        recipient.GetProperty("status").GetString().ShouldBe("5.1.1");
    }

    [Fact]
    public async Task File_is_an_array_of_one_with_the_kind_in_its_words()
    {
        using var house = new CommandRun(isNew: true);
        var mails = await house.JsonAsync("mail", "read", house.Write("poissa.eml", "From: aino@koulu.example\nSubject: Automaattinen vastaus: kirje\n\nOlen lomalla.\n"));
        mails.EnumerateArray().ShouldHaveSingleItem().GetProperty("kind").GetString().ShouldBe("auto-reply");
    }

    [Fact]
    public async Task Empty_folder_is_an_empty_array()
    {
        using var house = new CommandRun(isNew: true);
        Directory.CreateDirectory(house["tyhjä"]);
        (await house.JsonAsync("mail", "read", house["tyhjä"])).ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task Place_that_is_not_there_is_refused()
    {
        using var house = new CommandRun(isNew: true);
        (await house.RefusedAsync("mail", "read", house["missing"])).ShouldContain("no such file");
    }
}
