namespace DigiOne.Outreach.Drill;

/// <summary>
/// Watches the transactions of a <see cref="DrillSmtpServer"/>, and may interfere. It is called on the connection's own
/// thread, in the order of the transaction; connections call it at the same time.
/// </summary>
internal interface ISmtpWitness
{
    /// <summary>MAIL has come; its reply waits for the answer.</summary>
    ValueTask BeginsAsync(SmtpTransaction transaction, CancellationToken stop);

    /// <summary>
    /// The first bytes of the body have come, and the server reads no more before the answer. Then it takes whatever the
    /// client has let go of: with its final dot, that is a message.
    /// </summary>
    ValueTask BodyComesAsync(SmtpTransaction transaction, CancellationToken stop);

    /// <summary>The final dot has come: from here on the server has the message, whatever the client learns.</summary>
    /// <returns>False withholds the reply and drops the connection.</returns>
    ValueTask<bool> TakesAsync(SmtpTransaction transaction, CancellationToken stop);

    /// <summary>The reply has been handed to the network.</summary>
    void Replied(SmtpTransaction transaction);
}

/// <summary>One message's way through a connection.</summary>
/// <param name="Client">What the client calls itself in EHLO.</param>
internal sealed record SmtpTransaction(string Client)
{
    /// <summary>The addresses in RCPT TO.</summary>
    internal List<string> Recipients { get; } = [];

    /// <summary>Whether its client was killed as its body came.</summary>
    internal bool IsCut { get; set; }

    /// <summary>The message as it came, with its final dot; empty before.</summary>
    internal ReadOnlyMemory<byte> Content { get; set; }
}
