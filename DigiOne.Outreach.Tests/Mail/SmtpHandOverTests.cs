using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What a relay's answer, or its silence, means for the message.</summary>
public sealed class SmtpHandOverTests
{
    [Fact]
    public async Task A_message_that_is_answered_with_250_is_accepted()
    {
        await using var relay = new ScriptedRelay();

        var outcome = await relay.HandOverAsync();

        outcome.ShouldBe(new HandOver.Accepted(new SmtpReply(250, "2.0.0", "queued")));
        var taken = relay.Server.Taken.ShouldHaveSingleItem();
        taken.From.ShouldBe("palautteet@digione.example");
        taken.To.ShouldBe(["aino@kunta.example"]);
        taken.Content.ShouldContain("Message-Id: <0198-1@digione.example>");
        taken.Content.ShouldContain("\r\n.\r\nPiste alussa.");
        relay.Server.Commands.ShouldContain("DATA");
        relay.Server.Commands.ShouldNotContain(command => command.StartsWith("BDAT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_is_final_or_not_by_its_first_digit_and_the_next_message_goes(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        relay.Server.Once(step, SmtpAction.Reply("451 4.7.1 later"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Deferred(new SmtpReply(451, "4.7.1", "later"), DeferralScope.Recipient));

        relay.Server.Once(step, SmtpAction.Reply("550-5.1.1 no such\r\n550 5.1.1 user\r\n"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_counts_even_when_the_server_leaves_with_it(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        relay.Server.Once(step, SmtpAction.ReplyAndClose("554 5.7.1 spam"));
        (await relay.HandOverAsync()).ShouldBe(new HandOver.Rejected(new SmtpReply(554, "5.7.1", "spam")));

        relay.Server.Once(step, SmtpAction.ReplyAndClose("421 4.3.2 closing"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Deferred(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(3);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Body)]
    public async Task A_loss_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        foreach (var loss in new[] { SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence })
        {
            relay.Server.Once(step, loss);
            // More than the buffers of both sides hold, so that the dot cannot have left.
            var mail = step == SmtpStep.Body ? Mails.Newsletter() with { Html = new string('x', 16_000_000) } : Mails.Newsletter();
            var outcome = await relay.HandOverAsync(mail);

            var deferred = outcome.ShouldBeOfType<HandOver.Deferred>($"{loss}: {outcome}");
            deferred.Scope.ShouldBe(DeferralScope.Relay);
            deferred.Reply.Code.ShouldBe(0);
        }

        relay.Server.Taken.ShouldBeEmpty();
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task A_loss_after_the_dot_leaves_doubt()
    {
        await using var relay = new ScriptedRelay();
        SmtpAction[] losses = [SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence, SmtpAction.Reply("garbage"), SmtpAction.Reply("354 go on"), SmtpAction.ReplyAndClose("25")];

        foreach (var loss in losses)
        {
            relay.Server.Once(SmtpStep.Dot, loss);
            (await relay.HandOverAsync()).ShouldBeOfType<HandOver.InDoubt>($"{loss}");
        }

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(losses.Length + 1);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    public async Task Garbage_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(step, SmtpAction.Reply("HTTP/1.1 400 Bad Request"));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Relay);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task Our_account_being_refused_strikes_nobody_out()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.On(SmtpStep.Mail, SmtpAction.Reply("530 5.7.0 Authentication required"));

        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Deferred(new SmtpReply(530, "5.7.0", "Authentication required"), DeferralScope.Relay));
    }
}
