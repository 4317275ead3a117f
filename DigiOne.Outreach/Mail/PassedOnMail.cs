using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>A message that came in, on its way to somebody of ours: its text to read at once, and the whole of it as a file.</summary>
internal sealed record PassedOnMail
{
    /// <summary>As which of our senders it goes.</summary>
    internal required MailSender Sender { get; init; }

    /// <summary>Whom it goes to.</summary>
    internal required string To { get; init; }

    /// <summary>Who wrote it: an answer goes there.</summary>
    internal required string From { get; init; }

    /// <summary>Its subject.</summary>
    internal required string Subject { get; init; }

    /// <summary>Its text.</summary>
    internal required string Text { get; init; }

    /// <summary>The message as it came.</summary>
    internal required byte[] Original { get; init; }

    /// <summary>The Message-ID that it goes under, without brackets.</summary>
    internal required string MessageId { get; init; }

    /// <summary>Composes and signs it.</summary>
    internal WireMessage Write(TimeProvider clock)
    {
        using var message = new MimeMessage { MessageId = MessageId, Date = clock.GetUtcNow(), Subject = HeaderText.Clean(Subject) };
        message.From.Add(new MailboxAddress(Sender.From.Name, WireAddress.Of(Sender.From.Address)));
        message.To.Add(new MailboxAddress("", WireAddress.Of(To)));
        message.ReplyTo.Add(new MailboxAddress("", WireAddress.Of(From)));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new Multipart("mixed")
        {
            new TextPart("plain") { Text = $"{From}:\n\n{Text}" },
            // Not message/rfc822: that could not be encoded for servers that take seven bits only.
            new MimePart("application", "octet-stream")
            {
                Content = new MimeContent(new MemoryStream(Original)),
                ContentTransferEncoding = ContentEncoding.Base64,
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "message.eml" },
            },
        };
        message.Prepare(EncodingConstraint.SevenBit);
        using var composed = new MemoryStream();
        message.WriteTo(MessageComposer.Format, composed, CancellationToken.None);

        var content = new MessageBuffer();
        content.Write(composed.GetBuffer().AsSpan(0, (int)composed.Length));
        using var pen = new DkimPen(clock);
        pen.Sign(content, Sender.Dkim);
        return new WireMessage
        {
            MessageId = MessageId,
            Envelope = new Envelope(WireAddress.Of(Sender.EnvelopeFrom), WireAddress.Of(To)),
            NeedsSmtpUtf8 = WireAddress.NeedsSmtpUtf8(To) || WireAddress.NeedsSmtpUtf8(From) || WireAddress.NeedsSmtpUtf8(Sender.From.Address),
            Content = content.Written,
        };
    }
}
