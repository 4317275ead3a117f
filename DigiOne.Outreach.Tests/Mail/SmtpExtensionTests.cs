using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What we may ask of a relay depends on what it announced.</summary>
public sealed class SmtpExtensionTests
{
    [Fact]
    public async Task A_message_above_the_announced_size_is_not_even_said()
    {
        await using var relay = new ScriptedRelay(extensions: ["PIPELINING", "SIZE 1000"]);

        var reply = await ObjectionAsync(relay, Mails.Newsletter());

        (reply.Code, reply.EnhancedCode).ShouldBe((552, "5.3.4"));
        reply.Text.ShouldContain("1000");
        relay.Server.Commands.ShouldHaveSingleItem().ShouldStartWith("EHLO");
    }

    [Theory]
    [InlineData("SIZE 100000", true)]
    [InlineData("SIZE 0", true)]
    [InlineData("SIZE", true)]
    [InlineData("8BITMIME", false)]
    public async Task A_server_that_wants_to_know_the_size_is_told(string extension, bool isTold)
    {
        await using var relay = new ScriptedRelay(extensions: [extension]);

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        var size = relay.Server.Taken.ShouldHaveSingleItem().Content.Length;
        relay.Server.Commands.ShouldContain($"MAIL FROM:<palautteet@digione.example>{(isTold ? $" SIZE={size}" : "")}");
    }

    [Fact]
    public async Task An_address_cannot_bring_a_command_of_its_own()
    {
        await using var relay = new ScriptedRelay();
        var message = new WireMessage
        {
            MessageId = "1@digione.example",
            Envelope = new Envelope("palautteet@digione.example", "aino@kunta.example>\r\nRCPT TO:<eino@kunta.example"),
            NeedsSmtpUtf8 = false,
            Content = "Subject: x\r\n\r\ny\r\n"u8.ToArray(),
        };

        (await ObjectionAsync(relay, message)).Code.ShouldBe(553);
        relay.Server.Commands.ShouldHaveSingleItem().ShouldStartWith("EHLO");
    }

    [Fact]
    public async Task A_mailbox_outside_ascii_needs_a_server_that_takes_it()
    {
        await using var plain = new ScriptedRelay(extensions: ["PIPELINING", "8BITMIME"]);
        await using var modern = new ScriptedRelay();
        var mail = Mails.Newsletter("väinö@jyväskylä.example");

        var objection = await ObjectionAsync(plain, mail);
        objection.Code.ShouldBe(553);
        objection.EnhancedCode.ShouldBe("5.6.7");
        objection.IsTransient.ShouldBeFalse();
        objection.Text.ShouldContain("SMTPUTF8");
        plain.Server.Taken.ShouldBeEmpty();

        (await modern.HandOverAsync(mail)).ShouldBeOfType<HandOver.Accepted>();
        modern.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["väinö@xn--jyvskyl-7wae.example"]);
        modern.Server.Commands.ShouldContain(command => command.StartsWith("MAIL", StringComparison.Ordinal) && command.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_international_domain_needs_nothing_special()
    {
        await using var relay = new ScriptedRelay(extensions: []);

        (await relay.HandOverAsync(Mails.Newsletter("aino@jyväskylä.example"))).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["aino@xn--jyvskyl-7wae.example"]);
    }

    private static Task<SmtpReply> ObjectionAsync(ScriptedRelay relay, OutgoingMail mail)
    {
        using var writer = new MessageWriter(TimeProvider.System);
        return ObjectionAsync(relay, writer.Write(mail, null));
    }

    // Another relay may take it: only who knows them all can reject.
    private static async Task<SmtpReply> ObjectionAsync(ScriptedRelay relay, WireMessage message)
    {
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        var objection = relay.Connection.ObjectionTo(message).ShouldNotBeNull();
        (await relay.Connection.HandOverAsync(message, null, TestContext.Current.CancellationToken))
            .ShouldBe(new HandOver.Deferred(objection, DeferralScope.Recipient));
        return objection;
    }
}
