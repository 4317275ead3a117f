using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>Several commands at once (RFC 2920), and servers whose answers do not fit what they were asked.</summary>
public sealed class SmtpPipeliningTests
{
    [Fact]
    public async Task A_server_that_waits_for_a_message_to_nobody_gets_an_empty_one_and_the_next_goes()
    {
        await using var server = new ScriptedSmtpServer { TakesDataForNobody = true };
        await using var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server));
        server.Once(SmtpStep.Recipient, SmtpAction.Reply("550 5.1.1 no such user"));

        (await HandOverAsync(connection)).ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));
        server.Taken.ShouldBeEmpty();

        (await HandOverAsync(connection)).ShouldBeOfType<HandOver.Accepted>();
        server.Taken.ShouldHaveSingleItem().Content.ShouldContain("Piste alussa.");
        server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_remains_of_a_refused_message_is_forgotten_before_the_next(bool pipelining)
    {
        await using var relay = new ScriptedRelay(extensions: pipelining ? ["PIPELINING"] : []);
        relay.Server.Once(SmtpStep.Data, SmtpAction.Reply("451 4.3.0 queue file"));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Commands.Select(command => command.Split(' ')[0]).ShouldBe(["EHLO", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA"]);
        relay.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["aino@kunta.example"]);
    }

    [Fact]
    public async Task A_recipient_taken_from_a_refused_sender_gets_no_empty_message()
    {
        await using var server = new ScriptedSmtpServer { TakesDataForNobody = true };
        await using var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server));
        server.Once(SmtpStep.Mail, SmtpAction.Reply("550 5.7.1 not you"));
        server.Once(SmtpStep.Recipient, SmtpAction.Reply("250 2.1.5 ok"));

        (await HandOverAsync(connection)).ShouldBeOfType<HandOver.Deferred>().Reply.Code.ShouldBe(550);
        (await HandOverAsync(connection)).ShouldBeOfType<HandOver.Accepted>();
        server.Taken.ShouldHaveSingleItem().Content.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(SmtpStep.Mail, "250 ok\r\n250 and more\r\n")]
    [InlineData(SmtpStep.Data, "354 go on\r\n250 and more\r\n")]
    [InlineData(SmtpStep.Data, "250 thank you")]
    [InlineData(SmtpStep.Recipient, "354 go on")]
    [InlineData(SmtpStep.Recipient, "250-ok\r\n550 or not\r\n")]
    public async Task An_answer_to_no_question_ends_the_connection_before_the_message_leaves(SmtpStep step, string answer)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(step, SmtpAction.Reply(answer));

        var deferred = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();
        (deferred.Scope, deferred.Reply.Code).ShouldBe((DeferralScope.Relay, 0));

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Taken.Count.ShouldBe(1);
        relay.Server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_is_answered_twice_is_in_doubt_where_the_answers_differ()
    {
        await using var relay = new ScriptedRelay();

        relay.Server.Once(SmtpStep.Dot, SmtpAction.Reply("250 2.0.0 queued\r\n550 5.7.1 spam\r\n"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.InDoubt>();

        relay.Server.Once(SmtpStep.Dot, SmtpAction.Reply("250 2.0.0 queued\r\n421 4.4.2 bye\r\n"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task An_answer_may_come_in_lines_and_in_pieces()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.ReplyInPieces("250-2.1.5 Aino\r\n250 2.1.5 ok\r\n"));
        relay.Server.Once(SmtpStep.Dot, SmtpAction.ReplyInPieces("250-2.0.0 queued\r\n250 2.0.0 as ä1\r\n"));

        (await relay.HandOverAsync()).ShouldBe(new HandOver.Accepted(new SmtpReply(250, "2.0.0", "queued as ä1")));
    }

    [Theory]
    [InlineData(SmtpStep.Recipient, false)]
    [InlineData(SmtpStep.Dot, true)]
    public async Task An_answer_without_end_is_none(SmtpStep step, bool isInDoubt)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(step, SmtpAction.Reply(string.Concat(Enumerable.Repeat("250-and so on\r\n", 2000))));

        var outcome = await relay.HandOverAsync();

        (outcome is HandOver.InDoubt).ShouldBe(isInDoubt, outcome.ToString());
        (outcome is HandOver.Deferred { Scope: DeferralScope.Relay }).ShouldBe(!isInDoubt, outcome.ToString());
    }

    [Fact]
    public async Task An_announced_message_goes_without_its_envelope_being_said_again()
    {
        await using var relay = new ScriptedRelay();
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter(), null);
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(message);
        (await relay.Connection.HandOverAsync(message, null, TestContext.Current.CancellationToken)).ShouldBeOfType<HandOver.Accepted>();
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Commands.Select(command => command.Split(' ')[0]).ShouldBe(["EHLO", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA"]);
        relay.Server.Taken.Count.ShouldBe(2);
        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_withdrawn_message_reaches_nobody(bool pipelining)
    {
        await using var relay = new ScriptedRelay(extensions: pipelining ? ["PIPELINING"] : []);
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter(), null);
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(message);
        relay.Connection.Withdraw();
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.ShouldHaveSingleItem();
        // Nothing but the end of the connection takes DATA back.
        relay.Server.Connections.ShouldBe(pipelining ? 2 : 1);
    }

    [Fact]
    public async Task A_message_never_goes_into_the_place_of_another_that_was_announced()
    {
        await using var relay = new ScriptedRelay();
        using var writer = new MessageWriter(TimeProvider.System);
        using var other = new MessageWriter(TimeProvider.System);
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(writer.Write(Mails.Newsletter(), null));
        (await relay.Connection.HandOverAsync(other.Write(Mails.Newsletter("eino@kunta.example"), null), null, TestContext.Current.CancellationToken))
            .ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["eino@kunta.example"]);
        relay.Server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_that_ends_while_a_message_is_announced_says_no_more()
    {
        await using var server = new ScriptedSmtpServer();
        using var writer = new MessageWriter(TimeProvider.System);
        await using (var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server)))
        {
            (await connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
            await connection.AnnounceAsync(writer.Write(Mails.Newsletter(), null));
            await Eventually.BecomesAsync(() => Task.FromResult(server.Commands.Count), commands => commands == 4);
        }

        // By the end of another conversation the first has been read to its end.
        await using var next = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server));
        (await HandOverAsync(next)).ShouldBeOfType<HandOver.Accepted>();
        server.Commands.ShouldNotContain("QUIT");
        server.Taken.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_recipient_of_an_announced_message_is_heard_at_the_hand_over()
    {
        await using var relay = new ScriptedRelay();
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter(), null);
        relay.Server.Once(SmtpStep.Recipient, SmtpAction.Reply("550 5.1.1 no such user"));
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(message);

        (await relay.Connection.HandOverAsync(message, null, TestContext.Current.CancellationToken))
            .ShouldBe(new HandOver.Rejected(new SmtpReply(550, "5.1.1", "no such user")));
        relay.Server.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_announced_message_may_wait_for_its_intent_for_longer_than_its_relay_may_take_to_answer()
    {
        var clock = new FakeTimeProvider();
        await using var relay = new ScriptedRelay(options => options.Timeout = TimeSpan.FromSeconds(1), clock: clock);
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter(), null);
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(message);
        clock.Advance(TimeSpan.FromSeconds(4));

        (await relay.Connection.HandOverAsync(message, null, TestContext.Current.CancellationToken)).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task An_announced_message_that_waited_long_for_its_intent_goes_over_a_new_connection()
    {
        var clock = new FakeTimeProvider();
        await using var relay = new ScriptedRelay(clock: clock);
        using var writer = new MessageWriter(TimeProvider.System);
        var message = writer.Write(Mails.Newsletter(), null);
        (await relay.Connection.OpenAsync(TestContext.Current.CancellationToken)).ShouldBeNull();

        await relay.Connection.AnnounceAsync(message);
        clock.Advance(TimeSpan.FromSeconds(10));

        (await relay.Connection.HandOverAsync(message, null, TestContext.Current.CancellationToken)).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Taken.ShouldHaveSingleItem();
        relay.Server.Connections.ShouldBe(2);
    }

    private static Task<HandOver> HandOverAsync(IMailConnection connection)
        => connection.HandOverAsync(Mails.Newsletter(), null, TestContext.Current.CancellationToken);
}
