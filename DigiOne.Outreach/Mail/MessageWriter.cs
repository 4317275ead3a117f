namespace DigiOne.Outreach.Mail;

/// <summary>Writes the messages of one connection, one after the other: composed, encoded for 7-bit servers and signed.</summary>
internal sealed class MessageWriter(TimeProvider clock) : IDisposable
{
    private readonly DkimPen _pen = new(clock);
    private readonly MemoryStream _content = new();

    /// <summary>Writes one.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="key">The sender's key; null leaves the message unsigned.</param>
    /// <returns>The message, whose content holds until the next one is written.</returns>
    internal WireMessage Write(OutgoingMail mail, DkimKey? key)
    {
        using var message = MessageComposer.Compose(mail);
        _pen.Sign(message, key);
        _content.SetLength(0);
        message.WriteTo(MessageComposer.Format, _content, CancellationToken.None);
        return new WireMessage
        {
            MessageId = mail.MessageId,
            Envelope = new Envelope(WireAddress.Of(mail.Envelope.From), WireAddress.Of(mail.Envelope.To)),
            NeedsSmtpUtf8 = MessageComposer.NeedsSmtpUtf8(mail),
            Content = _content.GetBuffer().AsMemory(0, (int)_content.Length),
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _pen.Dispose();
        _content.Dispose();
    }
}
