using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>A relay that speaks in the middle of a message: whatever it says, the final dot has not been written, and it gets none.</summary>
public sealed class SmtpBreakInTests
{
    // More than the buffers of both sides hold, so that it is heard before the dot can have left.
    private static readonly OutgoingMail Large = Mails.Newsletter() with { Html = new string('x', 16_000_000) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, HandOver?> BreakIns() => new()
    {
        { "554 5.7.1 spam", new HandOver.Rejected(new SmtpReply(554, "5.7.1", "spam")) },
        { "452 4.3.1 disk full", new HandOver.Deferred(new SmtpReply(452, "4.3.1", "disk full"), DeferralScope.Recipient) },
        { "421 4.3.2 closing", new HandOver.Deferred(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay) { MayBeRecipients = true } },
        { "250 2.0.0 queued", null },
        { "354 go on", null },
        { "what?", null },
    };

    [Theory, MemberData(nameof(BreakIns))]
    public async Task Message_that_is_answered_before_its_end_is_refused_or_deferred_and_never_accepted(string said, HandOver? expected)
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Body, SmtpAction.Reply(said));

        ShouldBeRefused(await relay.HandOverAsync(Large), expected);
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.ShouldHaveSingleItem("Nobody's message was ended that had been answered.");
        relay.Server.Connections.ShouldBe(2);
    }

    [Theory, MemberData(nameof(BreakIns))]
    public async Task Relay_breaks_in_under_tls_too(string said, HandOver? expected)
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate, TlsFromStart = true };
        var options = ScriptedRelay.OptionsFor(server);
        (options.Host, options.Security, options.CaFile) = ("localhost", RelaySecurity.Tls, authority.PemFile);
        options.Timeout = options.FinalReplyTimeout = TimeSpan.FromSeconds(10);
        await using var connection = ScriptedRelay.Connect(options);
        server.Once(SmtpStep.Body, SmtpAction.Reply(said));

        ShouldBeRefused(await connection.HandOverAsync(Large, null, Stop), expected);

        server.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_that_comes_together_with_the_leave_to_begin_counts()
    {
        await using var relay = new ScriptedRelay();
        relay.Server.Once(SmtpStep.Data, SmtpAction.Reply("354 go on\r\n554 5.7.1 or better not\r\n"));

        (await relay.HandOverAsync()).ShouldBe(new HandOver.Rejected(new SmtpReply(554, "5.7.1", "or better not")));
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.ShouldHaveSingleItem();
        relay.Server.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData("554 5.7.1 or better not", true)]
    [InlineData("250 2.0.0 and more", false)]
    public async Task Message_announced_behind_another_is_refused_by_a_refusal_only(string said, bool isRefused)
    {
        await using var relay = new ScriptedRelay();
        using var first = new MessageWriter(TimeProvider.System);
        using var second = new MessageWriter(TimeProvider.System);
        var (one, two) = (first.Write(Mails.Newsletter("eka@kunta.example"), null), second.Write(Mails.Newsletter("toka@kunta.example"), null));
        relay.Server.Decide(SmtpStep.Dot, _ =>
        {
            if (relay.Server.Taken.Count == 1)
                relay.Server.Once(SmtpStep.Data, SmtpAction.Reply($"354 go on\r\n{said}\r\n"));
            return null;
        });
        (await relay.Connection.HandOverAsync(one, two, Stop)).ShouldBeOfType<HandOver.Accepted>();
        var outcome = await relay.Connection.HandOverAsync(two, null, Stop);

        (outcome is HandOver.Rejected, outcome is HandOver.Accepted).ShouldBe((isRefused, !isRefused), outcome.ToString());
        relay.Server.Taken.Count.ShouldBe(isRefused ? 1 : 2);
        relay.Server.HasDoneAll.ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_announced_behind_a_message_that_was_not_ended()
    {
        await using var relay = new ScriptedRelay();
        using var first = new MessageWriter(TimeProvider.System);
        using var second = new MessageWriter(TimeProvider.System);
        var (one, two) = (first.Write(Large, null), second.Write(Mails.Newsletter("toka@kunta.example"), null));
        relay.Server.Once(SmtpStep.Body, SmtpAction.Reply("554 5.7.1 spam"));

        (await relay.Connection.HandOverAsync(one, two, Stop)).ShouldBeOfType<HandOver.Rejected>();
        (await relay.Connection.HandOverAsync(two, null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.ShouldHaveSingleItem().To.ShouldBe(["toka@kunta.example"]);
        relay.Server.Connections.ShouldBe(2);
    }

    private static void ShouldBeRefused(HandOver outcome, HandOver? expected)
    {
        if (expected is not null)
            outcome.ShouldBe(expected);
        else
            (outcome is HandOver.Deferred { Scope: DeferralScope.Relay, Reply.Code: 0 }).ShouldBeTrue(outcome.ToString());
    }
}
