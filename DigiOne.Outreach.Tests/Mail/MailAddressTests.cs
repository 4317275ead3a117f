using CsCheck;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("aino.makela@kunta.example", "aino.makela@kunta.example")]
    [InlineData(" \taino@kunta.example\r\n", "aino@kunta.example")]
    [InlineData("aino+uutiset@alakunta.kunta.example", "aino+uutiset@alakunta.kunta.example")]
    [InlineData("o'brien@kunta.example", "o'brien@kunta.example")]
    [InlineData("väinö@kunta.example", "väinö@kunta.example")]
    [InlineData("aino@jyväskylä.example", "aino@jyväskylä.example")]
    [InlineData("用户@例子.example", "用户@例子.example")]
    [InlineData("aino@xn--jyvskyl-7wae.example", "aino@xn--jyvskyl-7wae.example")]
    public void A_mailable_address_is_taken_as_typed(string typed, string expected)
    {
        MailAddress.TryParse(typed, out var address, out var problem).ShouldBeTrue(problem);
        address.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("  ", "empty")]
    [InlineData("aino", "no @")]
    [InlineData("aino@kunta@example.fi", "more than one @")]
    [InlineData("@kunta.example", "nothing before")]
    [InlineData("aino@", "nothing after")]
    [InlineData("aino@kunta", "no dot")]
    [InlineData("aino@kunta..example", "not a domain name")]
    [InlineData("aino@.kunta.example", "not a domain name")]
    [InlineData("aino@kunta.example.", "not a domain name")]
    [InlineData("aino@-kunta.example", "not a domain name")]
    [InlineData("aino@kun_ta.example", "not a domain name")]
    [InlineData("aino@127.0.0.1", "not a domain name")]
    [InlineData("aino@[127.0.0.1]", "character [")]
    [InlineData("aino@xn--999999999999.example", "not a domain name")]
    [InlineData(".aino@kunta.example", "dot too many")]
    [InlineData("ai..no@kunta.example", "dot too many")]
    [InlineData("aino.@kunta.example", "dot too many")]
    [InlineData("ai no@kunta.example", "white space")]
    [InlineData("aino@kunta.example\r\nRCPT TO:<x@y.example>", "white space")]
    [InlineData("aino\0@kunta.example", "U+0000")]
    [InlineData("ai\u200Bno@kunta.example", "U+200B")]
    [InlineData("ai\u202Eno@kunta.example", "U+202E")]
    [InlineData("ai\uFEFFno@kunta.example", "U+FEFF")]
    [InlineData("Aino <aino@kunta.example>", "white space")]
    [InlineData("<aino@kunta.example>", "angle brackets")]
    [InlineData("aino@kunta.example,eino@kunta.example", "several")]
    [InlineData("aino@kunta.example;eino@kunta.example", "several")]
    [InlineData("\"aino\"@kunta.example", "character \"")]
    public void An_address_that_cannot_be_mailed_is_refused_with_its_reason(string? typed, string reason)
    {
        MailAddress.TryParse(typed, out var address, out var problem).ShouldBeFalse();
        address.ShouldBeNull();
        problem.ShouldContain(reason);
        problem.ShouldEndWith(".");
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        MailAddress.TryParse("ai" + (char)0xD83D + "no@kunta.example", out _, out var problem).ShouldBeFalse();
        problem.ShouldBe("The address contains half a character.");
    }

    [Fact]
    public void Lengths_are_counted_in_octets()
    {
        MailAddress.TryParse(new string('a', 64) + "@kunta.example", out _, out _).ShouldBeTrue();
        MailAddress.TryParse(new string('a', 65) + "@kunta.example", out _, out _).ShouldBeFalse();
        MailAddress.TryParse(new string('ä', 32) + "@kunta.example", out _, out _).ShouldBeTrue();
        MailAddress.TryParse(new string('ä', 33) + "@kunta.example", out _, out _).ShouldBeFalse();

        var domain = string.Join('.', Enumerable.Repeat(new string('k', 61), 3)) + ".example";
        MailAddress.TryParse(new string('a', 254 - domain.Length - 1) + "@" + domain, out _, out _).ShouldBeTrue();
        MailAddress.TryParse(new string('a', 255 - domain.Length - 1) + "@" + domain, out _, out _).ShouldBeFalse();
        MailAddress.TryParse(new string('a', 10_000_000), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_is_taken_survives_the_way_through_a_header()
    {
        var taken = 0;
        var mailbox = Gen.Char["abz019.+-_'{äö用é <>\",\u200D\u202E\0"].Array[1, 8];
        var domain = Gen.Char["ab1-äö.@"].Array[1, 8];

        Gen.Select(mailbox, domain).Sample((before, after) =>
        {
            if (!MailAddress.TryParse($"{new string(before)}@{new string(after)}.example", out var address, out _))
                return;

            Interlocked.Increment(ref taken);
            var read = ComposedMail.Of(Mails.Newsletter(address)).Message;
            WireAddress.Of(read.To.Mailboxes.ShouldHaveSingleItem().Address).ShouldBe(WireAddress.Of(address));
        }, iter: 5000);

        taken.ShouldBeGreaterThan(100);
    }
}
