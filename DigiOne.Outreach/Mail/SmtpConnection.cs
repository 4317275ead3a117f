using System.Net.Sockets;

namespace DigiOne.Outreach.Mail;

/// <summary>One connection to a relay, opened when needed and made anew when it is lost, used up or old.</summary>
internal sealed partial class SmtpConnection(string relay, RelayOptions options, SmtpDoor door, TimeProvider clock, ILogger<SmtpConnection> logger)
    : IMailConnection
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How old an announcement may be to be believed: servers give up after some minutes. Looked at when the message is to
    /// go; while the ledger is away a server waits until its own patience ends, which costs it a connection.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private SmtpWire? _wire;
    private SmtpFeatures _features = SmtpFeatures.None;
    private SmtpTransaction? _transaction;
    private long _openedAt;
    private long _announcedAt;
    private int _messages;
    private bool _hearsWhatFollows = true;

    /// <inheritdoc />
    public async Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken)
    {
        if (IsFit)
            return null;

        await CloseAsync();
        (_wire, _features, var problem) = await door.OpenAsync(cancellationToken);
        if (_wire is null)
        {
            Log.NotOpened(logger, relay, problem!.Code);
            return new HandOver.Deferred(problem, DeferralScope.Relay);
        }

        _transaction = new SmtpTransaction(_wire, _features, options);
        _openedAt = clock.GetTimestamp();
        _messages = 0;
        return null;
    }

    /// <inheritdoc />
    public SmtpReply? ObjectionTo(WireMessage message) => _features.ObjectionTo(message);

    /// <inheritdoc />
    public ValueTask AnnounceAsync(WireMessage message)
    {
        if (_transaction is null || IsAnnounced || ObjectionTo(message) is not null)
            return ValueTask.CompletedTask;

        _announcedAt = clock.GetTimestamp();
        return _transaction.AnnounceAsync(message);
    }

    /// <inheritdoc />
    public void Withdraw()
    {
        // There is no other way out of DATA that delivers nothing.
        if (IsAnnounced)
            Drop();
    }

    /// <inheritdoc />
    public async Task<HandOver> HandOverAsync(WireMessage message, WireMessage? following, CancellationToken giveUp)
    {
        HandOver? verdict;
        do
        {
            try
            {
                if (_transaction?.Announced != message || clock.GetElapsedTime(_announcedAt) > Patience)
                    Withdraw();
                if (await OpenAsync(giveUp) is { } problem)
                    return problem;
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                return new HandOver.Deferred(SmtpReply.Silent(MailExplanations.Stopped.Of()), DeferralScope.Recipient);
            }

            // Its sender asked before; what it is open to now may be another server.
            if (ObjectionTo(message) is { } objection)
                return new HandOver.Deferred(objection, DeferralScope.Recipient);

            verdict = await SendAsync(message, following, giveUp);
        }
        while (verdict is null);

        return verdict;
    }

    /// <inheritdoc />
    public async ValueTask CloseAsync()
    {
        if (_wire is { IsSpokenTo: false } && !IsAnnounced)
        {
            try
            {
                _wire.LimitTo(Farewell);
                await _wire.AskAsync("QUIT");
            }
            catch (Exception failure) when (failure is IOException or SocketException or TimeoutException)
            {
                // A QUIT is courtesy; the relay is gone already.
            }
        }

        Drop();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => CloseAsync();

    /// <returns>Null where what ended the connection says nothing about the message: it was announced behind another.</returns>
    private async ValueTask<HandOver?> SendAsync(WireMessage message, WireMessage? following, CancellationToken giveUp)
    {
        _messages++;
        HandOver? verdict;
        // The registration has ended before the wire may be thrown away.
        await using (giveUp.Register(_wire!.Abort))
            verdict = await _transaction!.SendAsync(message, following is not null && MayFollow(following) ? following : null);
        if (verdict is HandOver.InDoubt)
            TellDoubt(message, _transaction.Failure);
        if (verdict is null && _transaction.Failure is TimeoutException && !giveUp.IsCancellationRequested)
        {
            // One that throws away what it is told too soon (RFC 2920 3.2 forbids it) would cost each message this time.
            Log.HearsNothingBehind(logger, relay);
            _hearsWhatFollows = false;
        }

        if (verdict is null or HandOver.InDoubt or HandOver.Deferred { Scope: DeferralScope.Relay } || !_transaction.IsUsable)
            Drop();
        // The server has only now begun to wait for it.
        _announcedAt = clock.GetTimestamp();
        return verdict;
    }

    private void TellDoubt(WireMessage message, Exception? failure)
    {
        // What a relay answers may name the recipient.
        Log.InDoubt(logger, message.MessageId, relay, failure?.Message.TrimEnd('.') ?? "the answer means nothing");
        if (failure is not null)
            Log.InDoubtBecause(logger, failure, message.MessageId);
    }

    private bool MayFollow(WireMessage message) => _hearsWhatFollows && HasUse && ObjectionTo(message) is null;

    private bool IsAnnounced => _transaction?.Announced is not null;

    private bool IsFit => IsAnnounced || (_wire is { IsSpokenTo: false } && HasUse);

    /// <summary>Whether it may carry another message.</summary>
    private bool HasUse => _messages < options.MessagesPerConnection && clock.GetElapsedTime(_openedAt) < options.ConnectionLifetime;

    private void Drop()
    {
        _wire?.Dispose();
        (_wire, _transaction) = (null, null);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} offers PIPELINING and does not answer commands that come behind a message; it gets none any more")]
        internal static partial void HearsNothingBehind(ILogger logger, string relay);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} could not be opened (reply {Code})")]
        internal static partial void NotOpened(ILogger logger, string relay, int code);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} is in doubt: it left for relay {Relay}, and no answer came ({Reason})")]
        internal static partial void InDoubt(ILogger logger, string messageId, string relay, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "What ended the connection that message {MessageId} left by")]
        internal static partial void InDoubtBecause(ILogger logger, Exception failure, string messageId);
    }
}
