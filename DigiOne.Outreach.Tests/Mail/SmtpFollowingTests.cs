using System.Net;
using System.Net.Sockets;
using System.Text;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>A message that is announced in one breath with the end of the one before it (RFC 2920 3.1).</summary>
public sealed class SmtpFollowingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_a_message_and_the_next_envelope_leave_in_one_write_before_the_end_is_answered()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        await using var connection = new SmtpRelay(
                "posti", new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Security = RelaySecurity.None },
                TimeProvider.System, NullLoggerFactory.Instance).CreateConnection();
        using var letters = new Letters();

        (await connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();

        var heard = await serving;
        heard.ShouldContain("\r\n.\r\nMAIL FROM:<");
        heard.ShouldEndWith("\r\nRCPT TO:<lukija1@kunta.example>\r\nDATA\r\n");

        async Task<string> ServeAsync()
        {
            using var client = await listener.AcceptSocketAsync(Stop);
            await SayAsync(client, "220 posti\r\n");
            await HearAsync(client);
            await SayAsync(client, "250-posti\r\n250 PIPELINING\r\n");
            await HearAsync(client);
            await SayAsync(client, "250 ok\r\n250 ok\r\n354 go on\r\n");
            var message = await HearAsync(client);
            await SayAsync(client, "250 queued\r\n");
            return message;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_that_follow_each_other_arrive_each_once(bool pipelining)
    {
        await using var relay = new ScriptedRelay(extensions: pipelining ? ["PIPELINING"] : []);
        using var letters = new Letters();

        for (var i = 0; i < 3; i++)
            (await relay.Connection.HandOverAsync(letters[i], letters[i + 1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        (await relay.Connection.HandOverAsync(letters[3], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(Letters.Readers(4));
        relay.Server.Commands.Count.ShouldBe(1 + (4 * 3));
        relay.Server.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Messages_follow_each_other_under_tls_too()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate, TlsFromStart = true };
        var options = ScriptedRelay.OptionsFor(server);
        (options.Host, options.Security, options.CaFile, options.Timeout) = ("localhost", RelaySecurity.Tls, authority.PemFile, TimeSpan.FromSeconds(10));
        await using var connection = ScriptedRelay.Connect(options);
        using var letters = new Letters();
        server.Decide(SmtpStep.Dot, _ => server.Taken.Count == 2 ? SmtpAction.ResetConnection : null);

        (await connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        (await connection.HandOverAsync(letters[1], letters[2], Stop)).ShouldBeOfType<HandOver.InDoubt>();
        (await connection.HandOverAsync(letters[2], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        server.Taken.Select(mail => mail.To.Single()).ShouldBe(Letters.Readers(3));
        server.Commands.Count.ShouldBe(1 + (2 * 3) + 1 + 3, "What was announced behind the lost one was never read.");
    }

    [Theory]
    [InlineData(SmtpStep.Mail, "451 4.3.0 later")]
    [InlineData(SmtpStep.Recipient, "550 5.1.1 no such user")]
    [InlineData(SmtpStep.Recipient, "450 4.2.1 later")]
    [InlineData(SmtpStep.Data, "451 4.3.0 queue file")]
    public async Task An_envelope_that_is_refused_behind_a_message_is_its_own_matter(SmtpStep step, string refusal)
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        relay.Server.Decide(SmtpStep.Dot, _ =>
        {
            if (relay.Server.Taken.Count == 1)
                relay.Server.Once(step, SmtpAction.Reply(refusal));
            return null;
        });

        (await relay.Connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        var refused = await relay.Connection.HandOverAsync(letters[1], letters[2], Stop);
        (refused switch { HandOver.Rejected rejected => rejected.Reply, HandOver.Deferred deferred => deferred.Reply, _ => null })
            .ShouldBe(new SmtpReply(int.Parse(refusal[..3], null), refusal[4..9], refusal[10..]));
        (await relay.Connection.HandOverAsync(letters[2], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(["lukija0@kunta.example", "lukija2@kunta.example"]);
    }

    [Theory]
    [InlineData("421 4.7.0 too many messages")]
    [InlineData("250 2.1.0 ok\r\n250 2.1.0 and more\r\n")]
    [InlineData("close")]
    [InlineData("reset")]
    public async Task A_connection_that_ends_behind_a_message_costs_neither_of_the_two_anything(string ending)
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply("250 2.1.0 ok"));
        relay.Server.Once(SmtpStep.Mail, ending switch
        {
            "close" => SmtpAction.Close,
            "reset" => SmtpAction.ResetConnection,
            ['4', ..] => SmtpAction.ReplyAndClose(ending),
            _ => SmtpAction.Reply(ending),
        });

        (await relay.Connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        (await relay.Connection.HandOverAsync(letters[1], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.HasDoneAll.ShouldBeTrue();
        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(Letters.Readers(2));
        relay.Server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_relay_that_takes_leave_with_its_answer_costs_nothing()
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        relay.Server.Once(SmtpStep.Dot, SmtpAction.ReplyAndClose("250 2.0.0 queued"));

        (await relay.Connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        (await relay.Connection.HandOverAsync(letters[1], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(Letters.Readers(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_lost_with_the_answer_is_one_message_and_never_the_next(bool isAnswered)
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        relay.Server.Once(SmtpStep.Dot, isAnswered ? SmtpAction.ReplyAndClose("421 4.3.2 closing") : SmtpAction.Close);

        var lost = await relay.Connection.HandOverAsync(letters[0], letters[1], Stop);
        (lost is HandOver.InDoubt, lost is HandOver.Deferred { Scope: DeferralScope.Relay }).ShouldBe((!isAnswered, isAnswered), lost.ToString());
        (await relay.Connection.HandOverAsync(letters[1], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Accepted.ShouldHaveSingleItem().To.ShouldBe(["lukija1@kunta.example"]);
    }

    [Fact]
    public async Task Nothing_is_announced_on_a_connection_that_is_used_up()
    {
        await using var relay = new ScriptedRelay(options => options.MessagesPerConnection = 2);
        using var letters = new Letters();

        for (var i = 0; i < 3; i++)
            (await relay.Connection.HandOverAsync(letters[i], letters[i + 1], Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Connections.ShouldBe(2);
        relay.Server.Commands.ShouldContain("QUIT", "One with an envelope said would have been cut.");
        relay.Server.Taken.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_message_that_the_relay_cannot_carry_is_not_announced_behind_another()
    {
        await using var relay = new ScriptedRelay(extensions: ["PIPELINING", "8BITMIME"]);
        using var letters = new Letters();
        using var writer = new MessageWriter(TimeProvider.System);

        (await relay.Connection.HandOverAsync(letters[0], writer.Write(Mails.Newsletter("äänekoski@kunta.example"), null), Stop)).ShouldBeOfType<HandOver.Accepted>();
        (await relay.Connection.HandOverAsync(letters[1], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(10, 2)]
    public async Task A_message_that_follows_waits_for_its_intent_no_longer_than_another(int seconds, int connections)
    {
        var clock = new FakeTimeProvider();
        await using var relay = new ScriptedRelay(clock: clock);
        using var letters = new Letters();
        (await relay.Connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();

        clock.Advance(TimeSpan.FromSeconds(seconds));

        (await relay.Connection.HandOverAsync(letters[1], null, Stop)).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(Letters.Readers(2));
        relay.Server.Connections.ShouldBe(connections);
    }

    [Fact]
    public async Task A_message_whose_turn_does_not_come_is_withdrawn()
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        (await relay.Connection.HandOverAsync(letters[0], letters[1], Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Connection.Withdraw();
        (await relay.Connection.HandOverAsync(letters[2], null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        relay.Server.Taken.Select(mail => mail.To.Single()).ShouldBe(["lukija0@kunta.example", "lukija2@kunta.example"]);
    }

    [Fact]
    public async Task A_relay_that_does_not_hear_what_comes_behind_a_message_is_told_nothing_there_any_more()
    {
        await using var relay = new ScriptedRelay();
        using var letters = new Letters();
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Reply("250 2.1.0 ok"));
        relay.Server.Once(SmtpStep.Mail, SmtpAction.Silence);

        for (var i = 0; i < 3; i++)
            (await relay.Connection.HandOverAsync(letters[i], letters[i + 1], Stop)).ShouldBeOfType<HandOver.Accepted>();
        relay.Server.Commands.Count(command => command.StartsWith("MAIL", StringComparison.Ordinal)).ShouldBe(4, "The second message's twice.");
        (await relay.HandOverAsync()).ShouldBeOfType<HandOver.Accepted>("Nothing had been announced, nothing had to be withdrawn.");

        relay.Server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_fails_behind_the_final_dot_leaves_the_message_to_its_answer_and_one_before_it_does_not()
    {
        (await SendAsync(count: 3000, behind: 60_000)).ShouldBeOfType<SocketException>();
        await Should.ThrowAsync<SocketException>(() => SendAsync(count: 60_000, behind: 3000));

        static async Task<Exception?> SendAsync(int count, int behind)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Server.ReceiveBufferSize = 4096;
            listener.Start();
            using var wire = new SmtpWire(TimeProvider.System, sendBuffer: 4096);
            wire.LimitTo(TimeSpan.FromSeconds(10));
            await wire.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
            using var client = await listener.AcceptSocketAsync(Stop);
            var sending = wire.SendAsync(count, behind).AsTask();
            for (var heard = 0; heard < 3000;)
                heard += await client.ReceiveAsync(new byte[3000 - heard], Stop);
            sending.IsCompleted.ShouldBeFalse("There is more than the system holds.");
            client.LingerState = new LingerOption(true, 0);
            client.Close();
            return await sending;
        }
    }

    private static async Task SayAsync(Socket client, string replies) => await client.SendAsync(Encoding.ASCII.GetBytes(replies), Stop);

    // All that was written at once.
    private static async Task<string> HearAsync(Socket client)
    {
        var heard = new byte[64 * 1024];
        return Encoding.Latin1.GetString(heard, 0, await client.ReceiveAsync(heard, Stop));
    }

    /// <summary>Messages to several readers, each in a writer of its own.</summary>
    private sealed class Letters : IDisposable
    {
        private readonly List<MessageWriter> _writers = [];
        private readonly List<WireMessage> _messages = [];

        internal Letters()
        {
            foreach (var reader in Readers(4))
            {
                _writers.Add(new MessageWriter(TimeProvider.System));
                _messages.Add(_writers[^1].Write(Mails.Newsletter(reader), null));
            }
        }

        internal WireMessage this[int number] => _messages[number];

        internal static IEnumerable<string> Readers(int count) => Enumerable.Range(0, count).Select(number => $"lukija{number}@kunta.example");

        public void Dispose() => _writers.ForEach(writer => writer.Dispose());
    }
}
