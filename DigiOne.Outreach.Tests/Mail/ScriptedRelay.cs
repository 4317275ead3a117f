using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>A server that follows a script, and a connection to it with short timeouts and without TLS.</summary>
internal sealed class ScriptedRelay : IAsyncDisposable
{
    /// <param name="change">Changes the relay's settings before it is connected to.</param>
    /// <param name="extensions">What EHLO announces; null for a modern server.</param>
    /// <param name="clock">Tells the connection its age; null for the machine's.</param>
    internal ScriptedRelay(Action<RelayOptions>? change = null, IReadOnlyList<string>? extensions = null, TimeProvider? clock = null)
    {
        Server = extensions is null ? new ScriptedSmtpServer() : new ScriptedSmtpServer { Extensions = extensions };
        var options = OptionsFor(Server);
        change?.Invoke(options);
        Connection = Connect(options, clock);
    }

    internal ScriptedSmtpServer Server { get; }

    internal IMailConnection Connection { get; }

    /// <summary>Hands a mail over: the newsletter, unless another is given.</summary>
    internal Task<HandOver> HandOverAsync(OutgoingMail? mail = null, DkimKey? key = null) =>
        Connection.HandOverAsync(mail ?? Mails.Newsletter(), key, TestContext.Current.CancellationToken);

    /// <summary>The settings that lead to a server.</summary>
    internal static RelayOptions OptionsFor(ScriptedSmtpServer server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = RelaySecurity.None,
        Timeout = TimeSpan.FromSeconds(1),
        FinalReplyTimeout = TimeSpan.FromSeconds(1),
    };

    internal static IMailConnection Connect(RelayOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null) =>
        new SmtpRelay("posti", options, clock ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance).CreateConnection();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}
