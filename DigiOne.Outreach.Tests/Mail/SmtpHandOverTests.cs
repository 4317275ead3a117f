using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>What a server's answers to a message mean.</summary>
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
    [InlineData(SmtpStep.Recipient, true)]
    [InlineData(SmtpStep.Recipient, false)]
    [InlineData(SmtpStep.Data, true)]
    [InlineData(SmtpStep.Data, false)]
    [InlineData(SmtpStep.Dot, true)]
    [InlineData(SmtpStep.Dot, false)]
    public async Task A_refusal_is_final_or_not_by_its_first_digit_and_the_next_message_goes(SmtpStep step, bool pipelining)
    {
        await using var relay = new ScriptedRelay(extensions: pipelining ? ["PIPELINING"] : []);

        relay.Server.Once(step, SmtpAction.Reply("451 4.2.0 later"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Deferred(new SmtpReply(451, "4.2.0", "later"), DeferralScope.Recipient));

        relay.Server.Once(step, SmtpAction.Reply("550-5.1.1 no such\r\n550 5.1.1 user\r\n"));
        (await relay.HandOverAsync())
            .ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));

        relay.Server.Once(step, SmtpAction.Reply("450 4.7.28 rate limit for your domain"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Domain);

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData("451 4.7.1 later")]
    [InlineData("550 5.1.8 sender unknown")]
    [InlineData("550 no such sender")]
    [InlineData("552 5.2.2 your quota is used up")]
    [InlineData("530 5.7.0 Authentication required")]
    public async Task What_is_refused_before_the_recipient_is_named_strikes_nobody_out(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply(refusal));

        var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();

        deferred.Scope.ShouldBe(DeferralScope.Relay);
        deferred.Reply.ToString().ShouldBe(refusal);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Theory]
    [InlineData("553 5.7.1 <palautteet@digione.example>: Sender address rejected: not owned by user")]
    [InlineData("550 5.1.8 Domain of sender address does not exist")]
    [InlineData("503 5.5.1 need MAIL")]
    public async Task A_sender_that_is_refused_at_the_recipient_strikes_nobody_out(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply(refusal));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Relay);
    }

    [Theory]
    [InlineData("500 5.3.0 rejected by the recipient's system")]
    [InlineData("500 5.1.1 no such user")]
    [InlineData("503 5.7.1 not for you")]
    [InlineData("504 5.2.1 mailbox disabled")]
    [InlineData("500 5.35.1 of a subject that nobody knows")]
    public async Task Code_of_the_protocol_with_another_subject_is_about_the_recipient(string refusal)
    {
        await using var relay = new ScriptedRelay();
        foreach (var step in new[] { SmtpStep.Recipient, SmtpStep.Data })
        {
            relay.Server.Once(step, SmtpAction.Reply(refusal));

            (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Rejected>($"{step}").Reply.ToString().ShouldBe(refusal);
        }
    }

    [Theory]
    [InlineData("500 what?")]
    [InlineData("500 5.5.2 syntax error")]
    [InlineData("502 5.5.1 not implemented")]
    [InlineData("504 5.0.0 no")]
    public async Task Server_that_does_not_follow_is_in_trouble_which_may_come_of_one_recipient(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply(refusal));

        var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();

        (deferred.Scope, deferred.MayBeRecipients).ShouldBe((DeferralScope.Relay, true));
    }

    [Theory]
    [InlineData("552 5.3.4 too big")]
    [InlineData("552 too big")]
    public async Task A_message_that_is_too_big_is_the_message_s_matter_even_where_the_sender_is_named(string refusal)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply(refusal));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Rejected>().Reply.ToString().ShouldBe(refusal);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_counts_even_when_the_server_leaves_with_it(SmtpStep step)
    {
        await using var relay = new ScriptedRelay();

        relay.Server.Once(step, SmtpAction.ReplyAndClose("554 5.7.1 spam"));
        (await relay.HandOverAsync()).ShouldBe(new HandOver.Rejected(new SmtpReply(554, "5.7.1", "spam")));

        await relay.Server.WaitUntilAllClosedAsync(TestContext.Current.CancellationToken);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(2);
    }
}
