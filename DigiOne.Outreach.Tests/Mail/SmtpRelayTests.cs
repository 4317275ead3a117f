using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SmtpRelayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_is_answered_with_250_is_accepted()
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);

        var outcome = await connection.HandOverAsync(Mails.Newsletter(), null, Stop);

        outcome.ShouldBe(new HandOver.Accepted(new SmtpReply(250, "2.0.0", "queued")));
        var taken = server.Taken.ShouldHaveSingleItem();
        taken.From.ShouldBe("palautteet@digione.example");
        taken.To.ShouldBe(["aino@kunta.example"]);
        taken.Content.ShouldContain("Message-Id: <0198-1@digione.example>");
        taken.Content.ShouldContain("\r\n.\r\nPiste alussa.");
        server.Commands.ShouldContain("DATA");
        server.Commands.ShouldNotContain(command => command.StartsWith("BDAT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_is_final_or_not_by_its_first_digit_and_the_next_message_goes(SmtpStep step)
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);

        server.Once(step, SmtpAction.Reply("451 4.7.1 later"));
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop))
            .ShouldBe(new HandOver.Deferred(new SmtpReply(451, "4.7.1", "later"), DeferralScope.Recipient));

        server.Once(step, SmtpAction.Reply("550-5.1.1 no such\r\n550 5.1.1 user\r\n"));
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop))
            .ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task A_refusal_counts_even_when_the_server_leaves_with_it(SmtpStep step)
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);

        server.Once(step, SmtpAction.ReplyAndClose("554 5.7.1 spam"));
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBe(new HandOver.Rejected(new SmtpReply(554, "5.7.1", "spam")));

        server.Once(step, SmtpAction.ReplyAndClose("421 4.3.2 closing"));
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop))
            .ShouldBe(new HandOver.Deferred(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay));

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(3);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Body)]
    public async Task A_loss_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);

        foreach (var loss in new[] { SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence })
        {
            server.Once(step, loss);
            // More than the buffers of both sides hold, so that the dot cannot have left.
            var mail = step == SmtpStep.Body ? Mails.Newsletter() with { Html = new string('x', 16_000_000) } : Mails.Newsletter();
            var outcome = await connection.HandOverAsync(mail, null, Stop);

            var deferred = outcome.ShouldBeOfType<HandOver.Deferred>($"{loss}: {outcome}");
            deferred.Scope.ShouldBe(DeferralScope.Relay);
            deferred.Reply.Code.ShouldBe(0);
        }

        server.Taken.ShouldBeEmpty();
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task A_loss_after_the_dot_leaves_doubt()
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);
        SmtpAction[] losses = [SmtpAction.Close, SmtpAction.ResetConnection, SmtpAction.Silence, SmtpAction.Reply("garbage"), SmtpAction.Reply("354 go on"), SmtpAction.ReplyAndClose("25")];

        foreach (var loss in losses)
        {
            server.Once(SmtpStep.Dot, loss);
            (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.InDoubt>($"{loss}");
        }

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(losses.Length + 1);
    }

    [Theory]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Recipient)]
    [InlineData(SmtpStep.Data)]
    public async Task Garbage_before_the_dot_is_a_deferral(SmtpStep step)
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);
        server.Once(step, SmtpAction.Reply("HTTP/1.1 400 Bad Request"));

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Relay);
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task An_answer_after_the_usual_timeout_still_counts_while_the_final_reply_may_take_longer()
    {
        await using var server = new ScriptedSmtpServer();
        var options = OptionsFor(server);
        (options.Timeout, options.FinalReplyTimeout) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30));
        await using var connection = ConnectionWith(options);
        (await connection.OpenAsync(Stop)).ShouldBeNull();
        server.Decide(SmtpStep.Dot, _ =>
        {
            Task.Delay(TimeSpan.FromMilliseconds(900), Stop).Wait(Stop);
            return null;
        });

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task Stopping_is_heard_before_a_message_and_not_during_one()
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        server.Decide(SmtpStep.Data, _ =>
        {
            stop.Cancel();
            return null;
        });

        (await connection.HandOverAsync(Mails.Newsletter(), null, stop.Token)).ShouldBeOfType<HandOver.Accepted>();
        await Should.ThrowAsync<OperationCanceledException>(() => connection.HandOverAsync(Mails.Newsletter(), null, stop.Token));
        server.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Our_account_being_refused_strikes_nobody_out()
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);
        server.On(SmtpStep.Mail, SmtpAction.Reply("530 5.7.0 Authentication required"));

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop))
            .ShouldBe(new HandOver.Deferred(new SmtpReply(530, "5.7.0", "Authentication required"), DeferralScope.Relay));
    }

    [Fact]
    public async Task A_message_above_the_announced_size_is_rejected()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["SIZE 1000"] };
        await using var connection = ConnectionTo(server);
        server.Decide(SmtpStep.Mail, line => line.Contains("SIZE=", StringComparison.Ordinal) ? SmtpAction.Reply("552 5.3.4 too big") : null);

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBe(new HandOver.Rejected(new SmtpReply(552, "5.3.4", "too big")));
    }

    [Theory]
    [InlineData("outreach.digione.example", "EHLO outreach.digione.example")]
    [InlineData(null, null)]
    public async Task We_greet_with_a_full_name_or_an_address(string? name, string? expected)
    {
        await using var server = new ScriptedSmtpServer();
        var options = OptionsFor(server);
        options.HelloName = name;
        await using var connection = ConnectionWith(options);

        (await connection.OpenAsync(Stop)).ShouldBeNull();

        var hello = server.Commands.ShouldHaveSingleItem();
        if (expected is null)
            (hello == "EHLO [127.0.0.1]" || hello[5..].Contains('.', StringComparison.Ordinal)).ShouldBeTrue(hello);
        else
            hello.ShouldBe(expected);
    }

    [Fact]
    public async Task A_mailbox_outside_ascii_needs_a_server_that_takes_it()
    {
        await using var plain = new ScriptedSmtpServer { Extensions = ["PIPELINING", "8BITMIME"] };
        await using var modern = new ScriptedSmtpServer();
        await using var toPlain = ConnectionTo(plain);
        await using var toModern = ConnectionTo(modern);
        var mail = Mails.Newsletter("väinö@jyväskylä.example");

        var refused = (await toPlain.HandOverAsync(mail, null, Stop)).ShouldBeOfType<HandOver.Rejected>();
        refused.Reply.Code.ShouldBe(553);
        refused.Reply.EnhancedCode.ShouldBe("5.6.7");
        refused.Reply.IsTransient.ShouldBeFalse();
        refused.Reply.Text.ShouldContain("SMTPUTF8");
        plain.Taken.ShouldBeEmpty();

        (await toModern.HandOverAsync(mail, null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        modern.Taken.ShouldHaveSingleItem().To.ShouldBe(["väinö@jyväskylä.example"]);
        modern.Commands.ShouldContain(command => command.StartsWith("MAIL", StringComparison.Ordinal) && command.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_international_domain_needs_nothing_special()
    {
        await using var server = new ScriptedSmtpServer { Extensions = [] };
        await using var connection = ConnectionTo(server);

        (await connection.HandOverAsync(Mails.Newsletter("aino@jyväskylä.example"), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Taken.ShouldHaveSingleItem().To.ShouldBe(["aino@xn--jyvskyl-7wae.example"]);
    }

    [Fact]
    public async Task A_connection_is_made_anew_when_used_up_old_or_closed_meanwhile()
    {
        await using var server = new ScriptedSmtpServer();
        var clock = new FakeTimeProvider();
        var options = OptionsFor(server);
        options.MessagesPerConnection = 2;
        await using var connection = ConnectionWith(options, clock);

        for (var i = 0; i < 3; i++)
            (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(2);
        server.Commands.Count(command => command == "QUIT").ShouldBe(1);

        clock.Advance(options.ConnectionLifetime);
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_the_relay_closed_between_messages_costs_nothing()
    {
        await using var server = new ScriptedSmtpServer();
        await using var connection = ConnectionTo(server);
        server.Once(SmtpStep.Dot, SmtpAction.ReplyAndClose("250 2.0.0 queued, and closing"));
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        await server.WaitUntilAllClosedAsync(Stop);

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        server.Connections.ShouldBe(2);
    }

    internal static RelayOptions OptionsFor(ScriptedSmtpServer server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = RelaySecurity.None,
        Timeout = TimeSpan.FromSeconds(1),
        FinalReplyTimeout = TimeSpan.FromSeconds(1),
    };

    internal static IMailConnection ConnectionTo(ScriptedSmtpServer server) => ConnectionWith(OptionsFor(server));

    internal static IMailConnection ConnectionWith(RelayOptions options, TimeProvider? clock = null)
        => new SmtpRelay("posti", options, clock ?? TimeProvider.System, NullLoggerFactory.Instance).CreateConnection();
}
