namespace DigiOne.Outreach.Mail;

/// <summary>A way for mail to leave: an SMTP relay, or the capture folder.</summary>
public interface IMailRoute
{
    /// <summary>The name that attempts are recorded under: the relay's key, or <c>capture</c>.</summary>
    string Name { get; }

    /// <summary>How many connections may be open at once.</summary>
    int Connections { get; }

    /// <summary>Its part of a sender's mail beside the sender's other routes; 0 for one that only stands in for them.</summary>
    int Weight => 1;

    /// <summary>
    /// Makes one connection, not yet opened: it opens at its first message and again after a loss. A connection serves
    /// one message at a time; callers that want more in parallel make more connections.
    /// </summary>
    IMailConnection CreateConnection();
}

/// <summary>One connection to a route. Not safe for concurrent use.</summary>
public interface IMailConnection : IAsyncDisposable
{
    /// <summary>
    /// Opens the connection where it is not open: connect, TLS, AUTH. One with an announced message stays as it is.
    /// </summary>
    /// <returns>Null when it stands; otherwise why it does not, with scope <see cref="DeferralScope.Relay"/>.</returns>
    Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Why what it is open to cannot take a message, whatever its recipient; null where nothing speaks against it. One that
    /// is handed over all the same is deferred.
    /// </summary>
    SmtpReply? ObjectionTo(WireMessage message) => null;

    /// <summary>
    /// Says to whom the message goes that is handed over next, so that the server's answer is on its way while its intent
    /// is written. Nothing of the message itself leaves. Never throws: what failed is the answer of the hand-over.
    /// </summary>
    ValueTask AnnounceAsync(WireMessage message) => ValueTask.CompletedTask;

    /// <summary>The message that was announced does not come.</summary>
    void Withdraw()
    {
        // Where nothing is announced, nothing is withdrawn.
    }

    /// <summary>
    /// Hands over one message. Never throws for what a server or network did: that is the answer.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="following">
    /// The message that is probably handed over next. It may be announced in one breath with the end of this one, where the
    /// server takes that; if the connection then ends, that says nothing about it.
    /// </param>
    /// <param name="giveUp">
    /// Ends the waiting for a message under way: the connection is cut, and what was heard until then is the answer, which
    /// is in doubt where the whole message had left. For the end of a process that must not wait any longer.
    /// </param>
    Task<HandOver> HandOverAsync(WireMessage message, WireMessage? following, CancellationToken giveUp);

    /// <summary>Closes it while there is nothing to hand over. The next message opens it again.</summary>
    ValueTask CloseAsync() => ValueTask.CompletedTask;
}
