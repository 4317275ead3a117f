using System.Net;
using System.Net.Sockets;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SmtpOpeningTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relay_whose_authority_is_configured_is_reached_by_starttls_and_password()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate, Account = ("digione", "salainen ä") };
        var options = SecureOptionsFor(server, authority);
        (options.UserName, options.PasswordFile) = ("digione", Path.GetTempFileName());
        await File.WriteAllTextAsync(options.PasswordFile, "salainen ä\n", Stop);
        await using var connection = ScriptedRelay.Connect(options);

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        server.Commands.ToArray()[..3].Select(command => command.Split(' ')[0]).ShouldBe(["EHLO", "STARTTLS", "EHLO"]);
        File.Delete(options.PasswordFile);
    }

    [Fact]
    public async Task A_relay_is_reached_by_tls_from_the_first_byte()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        await using var server = new ScriptedSmtpServer { Certificate = certificate, TlsFromStart = true };
        var options = SecureOptionsFor(server, authority);
        (options.Host, options.Security) = ("127.0.0.1", RelaySecurity.Tls);
        await using var connection = ScriptedRelay.Connect(options);

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();
    }

    [Fact]
    public async Task A_loss_after_the_dot_leaves_doubt_under_tls_too()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        await using var connection = ScriptedRelay.Connect(SecureOptionsFor(server, authority));

        server.Once(SmtpStep.Dot, SmtpAction.ResetConnection);
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.InDoubt>();
        server.Once(SmtpStep.Data, SmtpAction.ResetConnection);
        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Deferred>();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        var options = SecureOptionsFor(server, other);

        (await ProblemAsync(options)).Text.ShouldContain("TLS with localhost");
        options.CaFile = null;
        (await ProblemAsync(options)).Text.ShouldContain("Relays:posti:CaFile");
        server.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_even_from_the_right_authority()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("other.example");
        await using var server = new ScriptedSmtpServer { Certificate = certificate };

        (await ProblemAsync(SecureOptionsFor(server, authority))).Text.ShouldContain("names localhost");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_refused_even_from_the_right_authority()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost", until: TimeProvider.System.GetUtcNow().AddDays(-1));
        await using var server = new ScriptedSmtpServer { Certificate = certificate };

        (await ProblemAsync(SecureOptionsFor(server, authority))).Text.ShouldContain("TLS with localhost");
        server.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_makes_nobody_a_server_is_refused_even_from_the_right_authority()
    {
        const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost", usage: ClientAuthentication);
        await using var server = new ScriptedSmtpServer { Certificate = certificate };

        (await ProblemAsync(SecureOptionsFor(server, authority))).Text.ShouldContain("TLS with localhost");
        server.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_slipped_in_before_tls_is_not_believed_under_it()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var server = new ScriptedSmtpServer { Certificate = certificate };
        server.On(SmtpStep.StartTls, SmtpAction.Reply("220 2.0.0 go ahead\r\n250-elsewhere.test\r\n250 AUTH PLAIN\r\n"));

        (await ProblemAsync(SecureOptionsFor(server, authority))).Text.ShouldContain("in the clear where TLS was to begin");
    }

    [Fact]
    public async Task A_server_that_speaks_before_it_is_spoken_to_is_left()
    {
        await using var server = new ScriptedSmtpServer();
        server.On(SmtpStep.Greeting, SmtpAction.Reply("220 hello\r\n250 and welcome\r\n"));

        (await ProblemAsync(ScriptedRelay.OptionsFor(server))).Text.ShouldContain("does not speak SMTP");
        server.Commands.ShouldNotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_of_old_is_greeted_with_helo()
    {
        await using var server = new ScriptedSmtpServer();
        server.Decide(SmtpStep.Hello, line => line.StartsWith("EHLO", StringComparison.Ordinal) ? SmtpAction.Reply("502 5.5.1 what?") : SmtpAction.Reply("250 old.test"));
        await using var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server));

        (await connection.HandOverAsync(Mails.Newsletter(), null, Stop)).ShouldBeOfType<HandOver.Accepted>();

        server.Commands.Select(command => command.Split(' ')[0]).ShouldBe(["EHLO", "HELO", "MAIL", "RCPT", "DATA"]);
    }

    [Fact]
    public async Task A_relay_without_starttls_gets_neither_password_nor_mail()
    {
        await using var server = new ScriptedSmtpServer { Account = ("digione", "salainen") };
        var options = ScriptedRelay.OptionsFor(server);
        (options.Security, options.UserName, options.Password) = (RelaySecurity.StartTls, "digione", "salainen");

        (await ProblemAsync(options)).Text.ShouldContain("does not offer STARTTLS");
        server.Commands.ShouldNotContain(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_the_relays_matter_and_names_the_setting()
    {
        await using var server = new ScriptedSmtpServer { Account = ("digione", "salainen") };
        var options = ScriptedRelay.OptionsFor(server);
        (options.UserName, options.Password) = ("digione", "arvaus");

        var reply = await ProblemAsync(options);

        reply.Code.ShouldBe(535);
        reply.EnhancedCode.ShouldBe("5.7.8");
        reply.Text.ShouldContain("Relays:posti:UserName");
        reply.Text.ShouldContain("wrong user name or password");
        reply.Text.ShouldNotContain("arvaus");
    }

    [Fact]
    public async Task An_account_at_a_relay_without_auth_is_named()
    {
        await using var server = new ScriptedSmtpServer();
        var options = ScriptedRelay.OptionsFor(server);
        (options.UserName, options.Password) = ("digione", "salainen");

        (await ProblemAsync(options)).Text.ShouldContain("offers no AUTH");
    }

    [Fact]
    public async Task A_relay_that_is_down_unknown_or_silent_says_what_to_check()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        (await ProblemAsync(new RelayOptions { Host = "127.0.0.1", Port = port, Security = RelaySecurity.None })).Text.ShouldContain("refuses connections");
        (await ProblemAsync(new RelayOptions { Host = "relay.invalid" })).Text.ShouldContain("Relays:posti:Host");

        await using var silent = new ScriptedSmtpServer();
        silent.On(SmtpStep.Greeting, SmtpAction.Silence);
        (await ProblemAsync(ScriptedRelay.OptionsFor(silent))).Text.ShouldContain("did not answer within 1 s");
    }

    [Theory]
    [InlineData("421 4.3.2 too busy", 421)]
    [InlineData("554 5.7.1 go away", 554)]
    public async Task A_relay_that_turns_us_away_at_the_door_defers_with_its_words(string greeting, int code)
    {
        await using var server = new ScriptedSmtpServer();
        server.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose(greeting));

        var reply = await ProblemAsync(ScriptedRelay.OptionsFor(server));

        reply.Code.ShouldBe(code);
        reply.Text.ShouldContain(greeting[10..]);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    [InlineData("+OK pop3 ready")]
    public async Task Another_protocol_is_recognised_as_such(string greeting)
    {
        await using var server = new ScriptedSmtpServer();
        server.On(SmtpStep.Greeting, SmtpAction.Reply(greeting));

        (await ProblemAsync(ScriptedRelay.OptionsFor(server))).Text.ShouldContain("does not speak SMTP");
    }

    [Fact]
    public async Task A_relay_elsewhere_is_never_spoken_to_in_the_clear()
    {
        await using var server = new ScriptedSmtpServer();
        var options = ScriptedRelay.OptionsFor(server);
        // Reaches the same machine by a name that does not promise it.
        options.Host = Dns.GetHostName();

        (await ProblemAsync(options)).Code.ShouldBe(0);
        server.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_can_be_stopped()
    {
        await using var server = new ScriptedSmtpServer();
        server.On(SmtpStep.Greeting, SmtpAction.Silence);
        await using var connection = ScriptedRelay.Connect(ScriptedRelay.OptionsFor(server));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => connection.OpenAsync(stop.Token));
    }

    private static RelayOptions SecureOptionsFor(ScriptedSmtpServer server, TestAuthority authority)
    {
        var options = ScriptedRelay.OptionsFor(server);
        (options.Host, options.Security, options.CaFile, options.Timeout) = ("localhost", RelaySecurity.StartTls, authority.PemFile, TimeSpan.FromSeconds(10));
        return options;
    }

    private static async Task<SmtpReply> ProblemAsync(RelayOptions options)
    {
        await using var connection = ScriptedRelay.Connect(options);
        var problem = (await connection.OpenAsync(Stop)).ShouldNotBeNull();
        problem.Scope.ShouldBe(DeferralScope.Relay);
        return problem.Reply;
    }
}
