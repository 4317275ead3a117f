namespace DigiOne.Outreach.Mail;

/// <summary>Writes the messages of one connection, one after the other: composed or filled, encoded for 7-bit servers and signed.</summary>
internal sealed class MessageWriter(TimeProvider clock) : IDisposable
{
    private readonly DkimPen _pen = new(clock);
    private readonly MessageBuffer _content = new();
    private readonly MemoryStream _composed = new();

    /// <summary>Composes one and writes it.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="key">The sender's key; null leaves the message unsigned.</param>
    /// <returns>The message, whose content holds until the next one is written.</returns>
    internal WireMessage Write(OutgoingMail mail, DkimKey? key)
    {
        using var message = MessageComposer.Compose(mail);
        _composed.SetLength(0);
        message.WriteTo(MessageComposer.Format, _composed, CancellationToken.None);
        _content.Clear();
        _content.Write(_composed.GetBuffer().AsSpan(0, (int)_composed.Length));
        return Signed(
            mail.MessageId, new Envelope(WireAddress.Of(mail.Envelope.From), WireAddress.Of(mail.Envelope.To)), MessageComposer.NeedsSmtpUtf8(mail), key);
    }

    /// <summary>Fills a prepared one and writes it.</summary>
    /// <param name="message">The prepared message.</param>
    /// <param name="filling">What fills it for its recipient.</param>
    /// <param name="key">The sender's key; null leaves the message unsigned.</param>
    /// <returns>The message, whose content holds until the next one is written.</returns>
    internal WireMessage Fill(PreparedMessage message, in Filling filling, DkimKey? key)
    {
        _content.Clear();
        message.Write(filling, _content);
        return Signed(
            filling.MessageId,
            new Envelope(filling.EnvelopeFrom ?? message.EnvelopeFrom, WireAddress.Of(filling.To.Address)),
            message.NeedsSmtpUtf8 || WireAddress.NeedsSmtpUtf8(filling.To.Address),
            key);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _pen.Dispose();
        _composed.Dispose();
    }

    private WireMessage Signed(string messageId, Envelope envelope, bool needsSmtpUtf8, DkimKey? key)
    {
        _pen.Sign(_content, key);
        return new WireMessage { MessageId = messageId, Envelope = envelope, NeedsSmtpUtf8 = needsSmtpUtf8, Content = _content.Written };
    }
}
