using System.Net.Sockets;
using System.Runtime.InteropServices;
using MailKit.Net.Smtp;
using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>One connection to a relay, opened when needed and made anew when it is lost, used up or old.</summary>
internal sealed partial class SmtpConnection(string relay, RelayOptions options, SmtpDoor door, TimeProvider clock, ILogger<SmtpConnection> logger)
    : IMailConnection
{
    private static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7", "The address has letters outside ASCII before the @, and the relay does not offer SMTPUTF8.");

    private readonly SmtpConversation _conversation = new();
    private SmtpClient? _client;
    private Socket? _socket;
    private long _openedAt;
    private int _messages;

    /// <inheritdoc />
    public async Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken)
    {
        if (IsFit)
            return null;

        await CloseAsync();
        var client = _client = new SmtpClient(_conversation);
        _conversation.Begin();
        _conversation.DotWritten = () => client.Timeout = (int)options.FinalReplyTimeout.TotalMilliseconds;
        (_socket, var problem) = await door.OpenAsync(client, _conversation, cancellationToken);
        if (problem is not null)
        {
            Log.NotOpened(logger, relay, problem.Code);
            Drop();
            return new HandOver.Deferred(problem, DeferralScope.Relay);
        }

        _openedAt = clock.GetTimestamp();
        _messages = 0;
        return null;
    }

    /// <inheritdoc />
    public async Task<HandOver> HandOverAsync(WireMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await OpenAsync(cancellationToken) is { } problem)
            return problem;

        if (message.NeedsSmtpUtf8 && !_client!.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return new HandOver.Rejected(NeedsSmtpUtf8);

        var verdict = await SendAsync(message);
        if (verdict is HandOver.InDoubt or HandOver.Deferred { Scope: DeferralScope.Relay } || !_client!.IsConnected)
            Drop();

        return verdict;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync();

    // A connection that has something to say unasked is being closed: 421, or the end of the stream.
    private bool IsFit => _client is { IsConnected: true } && _socket is not null
        && _messages < options.MessagesPerConnection
        && clock.GetElapsedTime(_openedAt) < options.ConnectionLifetime
        && !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    private async Task<HandOver> SendAsync(WireMessage message)
    {
        var from = new MailboxAddress(null, message.Envelope.From);
        var to = new MailboxAddress(null, message.Envelope.To);
        MemoryMarshal.TryGetArray(message.Content, out var content);
        using var stream = new MemoryStream(content.Array!, content.Offset, content.Count, writable: false);
        // Headers as they were read are written as they were read: the signature holds.
        using var parsed = MimeMessage.Load(stream, CancellationToken.None);
        Exception? failure = null;
        _conversation.Begin();
        _client!.Timeout = (int)options.Timeout.TotalMilliseconds;
        _messages++;
        try
        {
            // No token: a message that is stopped half-way would be one in doubt.
            await _client.SendAsync(MessageComposer.Format, parsed, from, [to], CancellationToken.None);
        }
        catch (Exception thrown)
        {
            // Whatever it was, what was heard on the wire says what became of the message.
            failure = thrown;
        }

        var verdict = SmtpVerdict.Of(_conversation, failure);
        if (verdict is HandOver.InDoubt)
            Log.InDoubt(logger, message.MessageId, relay, failure);

        return verdict;
    }

    private async Task CloseAsync()
    {
        if (_client is { IsConnected: true } && _socket is not null && !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
            try
            {
                await _client.DisconnectAsync(quit: true, deadline.Token);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or TimeoutException or MailKit.ProtocolException)
            {
                // A QUIT is courtesy; the relay is gone already.
            }
        }

        Drop();
    }

    private void Drop()
    {
        _client?.Dispose();
        _socket?.Dispose();
        (_client, _socket) = (null, null);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} could not be opened (reply {Code})")]
        internal static partial void NotOpened(ILogger logger, string relay, int code);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} left for relay {Relay}, and no answer came")]
        internal static partial void InDoubt(ILogger logger, string messageId, string relay, Exception? failure);
    }
}
