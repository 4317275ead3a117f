using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What we may ask of a relay depends on what it announced.</summary>
public sealed class SmtpExtensionTests
{
    [Fact]
    public async Task A_message_above_the_announced_size_is_rejected()
    {
        await using var relay = new ScriptedRelay(extensions: ["SIZE 1000"]);
        relay.Server.Decide(SmtpStep.Mail, line => line.Contains("SIZE=", StringComparison.Ordinal) ? SmtpAction.Reply("552 5.3.4 too big") : null);

        (await relay.HandOverAsync()).ShouldBe(new HandOver.Rejected(new SmtpReply(552, "5.3.4", "too big")));
    }

    [Fact]
    public async Task A_mailbox_outside_ascii_needs_a_server_that_takes_it()
    {
        await using var plain = new ScriptedRelay(extensions: ["PIPELINING", "8BITMIME"]);
        await using var modern = new ScriptedRelay();
        var mail = Mails.Newsletter("väinö@jyväskylä.example");

        var refused = (await plain.HandOverAsync(mail)).ShouldBeOfType<HandOver.Rejected>();
        refused.Reply.Code.ShouldBe(553);
        refused.Reply.EnhancedCode.ShouldBe("5.6.7");
        refused.Reply.IsTransient.ShouldBeFalse();
        refused.Reply.Text.ShouldContain("SMTPUTF8");
        plain.Server.Taken.ShouldBeEmpty();

        (await modern.HandOverAsync(mail)).ShouldBeOfType<HandOver.Accepted>();
        modern.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["väinö@jyväskylä.example"]);
        modern.Server.Commands.ShouldContain(command => command.StartsWith("MAIL", StringComparison.Ordinal) && command.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_international_domain_needs_nothing_special()
    {
        await using var relay = new ScriptedRelay(extensions: []);

        (await relay.HandOverAsync(Mails.Newsletter("aino@jyväskylä.example"))).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["aino@xn--jyvskyl-7wae.example"]);
    }
}
