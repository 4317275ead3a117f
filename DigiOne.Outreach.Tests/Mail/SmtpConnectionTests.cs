using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>How long a connection lives, and what it waits for.</summary>
public sealed class SmtpConnectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("outreach.digione.example", "EHLO outreach.digione.example")]
    [InlineData(null, null)]
    public async Task We_greet_with_a_full_name_or_an_address(string? name, string? expected)
    {
        await using var relay = new ScriptedRelay(options => options.HelloName = name);

        (await relay.Connection.OpenAsync(Stop)).ShouldBeNull();

        var hello = relay.Server.Commands.ShouldHaveSingleItem();
        if (expected is null)
            (hello == "EHLO [127.0.0.1]" || hello[5..].Contains('.', StringComparison.Ordinal)).ShouldBeTrue(hello);
        else
            hello.ShouldBe(expected);
    }

    [Fact]
    public async Task An_answer_after_the_usual_timeout_still_counts_while_the_final_reply_may_take_longer()
    {
        await using var relay = new ScriptedRelay(options =>
            (options.Timeout, options.FinalReplyTimeout) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30)));
        (await relay.Connection.OpenAsync(Stop)).ShouldBeNull();
        relay.Server.Decide(SmtpStep.Dot, _ =>
        {
            Task.Delay(TimeSpan.FromMilliseconds(900), Stop).Wait(Stop);
            return null;
        });

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task Giving_up_before_the_dot_defers_the_message_and_after_it_leaves_it_in_doubt()
    {
        await using var relay = new ScriptedRelay();
        using var before = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var after = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        relay.Server.Decide(SmtpStep.Data, _ =>
        {
            before.Cancel();
            return SmtpAction.Silence;
        });
        (await relay.Connection.HandOverAsync(Mails.Newsletter(), null, before.Token)).ShouldBeOfType<HandOver.Deferred>();

        relay.Server.Decide(SmtpStep.Data, _ => null);
        relay.Server.Decide(SmtpStep.Dot, _ =>
        {
            after.Cancel();
            return SmtpAction.Silence;
        });
        (await relay.Connection.HandOverAsync(Mails.Newsletter(), null, after.Token)).ShouldBeOfType<HandOver.InDoubt>();
    }

    [Fact]
    public async Task A_connection_that_is_lost_while_we_stop_puts_its_message_off()
    {
        await using var relay = new ScriptedRelay();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await stop.CancelAsync();

        (await relay.Connection.HandOverAsync(Mails.Newsletter(), null, stop.Token)).ShouldBeOfType<HandOver.Deferred>().Scope.ShouldBe(DeferralScope.Recipient);
        relay.Server.Taken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SmtpStep.Mail, false)]
    [InlineData(SmtpStep.Recipient, true)]
    [InlineData(SmtpStep.Data, true)]
    public async Task A_relay_that_closes_after_it_took_the_sender_may_do_so_for_the_recipient(SmtpStep step, bool expected)
    {
        foreach (var action in new[] { SmtpAction.ReplyAndClose("421 4.3.2 closing"), SmtpAction.Close })
        {
            await using var relay = new ScriptedRelay(extensions: []);
            relay.Server.On(step, action);

            var answer = (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Deferred>();
            (answer.Scope, answer.MayBeRecipients).ShouldBe((DeferralScope.Relay, expected));
        }
    }

    [Fact]
    public async Task A_connection_is_made_anew_when_used_up_old_or_closed_meanwhile()
    {
        var clock = new FakeTimeProvider();
        var lifetime = TimeSpan.FromMinutes(5);
        await using var relay = new ScriptedRelay(
            options => (options.MessagesPerConnection, options.ConnectionLifetime) = (2, lifetime), clock: clock);

        for (var i = 0; i < 3; i++)
            (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(2);
        relay.Server.Commands.Count(command => command == "QUIT").ShouldBe(1);

        clock.Advance(lifetime);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_the_relay_closed_between_messages_costs_nothing()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Dot, SmtpAction.ReplyAndClose("250 2.0.0 queued, and closing"));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        await relay.Server.WaitUntilAllClosedAsync(Stop);

        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Connections.ShouldBe(2);
    }
}
