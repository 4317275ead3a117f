using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What becomes of a message whose server leaves, or whose connection is lost.</summary>
public sealed class SmtpLossTests
{
    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_server_that_takes_leave_backs_the_relay_off(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        foreach (var leave in new[] { SmtpAction.ReplyAndClose("421 4.3.2 closing"), SmtpAction.Reply("421 4.3.2 closing") })
        {
            relay.Server.Once(step, leave);
            (await relay.HandOverAsync())
                .ShouldBe(new HandOver.Deferred(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay) { MayBeRecipients = step > SmtpStep.Mail });
        }

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_leaves_in_the_middle_of_a_message_is_heard_out()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Body, SmtpAction.ReplyAndClose("552 5.3.4 that is enough"));

        (await relay.HandOverAsync(Mails.Newsletter() with { Html = new string('x', 16_000_000) }))
            .ShouldBe(new HandOver.Rejected(new SmtpReply(552, "5.3.4", "that is enough")));
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
}
