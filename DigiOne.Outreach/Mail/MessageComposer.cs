using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>Composes messages. The same mail gives the same bytes every time.</summary>
internal static class MessageComposer
{
    /// <summary>The message of one mail, unsigned, encoded for 7-bit servers.</summary>
    internal static MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage { MessageId = mail.MessageId, Date = mail.Date, Subject = HeaderText.Clean(mail.Subject) };
        message.Headers.Replace(MailboxOf(HeaderId.From, mail.From));
        message.Headers.Replace(MailboxOf(HeaderId.To, mail.To));
        if (mail.ReplyTo is { } replyTo)
            message.Headers.Replace(MailboxOf(HeaderId.ReplyTo, replyTo));

        ListHeaders.Add(message.Headers, mail);
        if (mail.AutoSubmitted)
            message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");

        message.Body = MessageBody.Of(mail, BoundaryOf(mail.MessageId));
        // Content headers are the body's, and MimeKit signs them only there.
        message.Body.Headers.Add(HeaderId.ContentLanguage, HeaderText.Clean(mail.Language));
        return message;
    }

    /// <summary>How every message is written and signed: names and subjects are encoded even where an address is UTF-8.</summary>
    internal static FormatOptions Format { get; } = MakeFormat();

    /// <summary>Whether a server must offer SMTPUTF8 to take this mail (RFC 6531).</summary>
    internal static bool NeedsSmtpUtf8(OutgoingMail mail)
        => WireAddress.NeedsSmtpUtf8(mail.Envelope.To) || WireAddress.NeedsSmtpUtf8(mail.Envelope.From) || WireAddress.NeedsSmtpUtf8(mail.To.Address)
            || WireAddress.NeedsSmtpUtf8(mail.From.Address) || (mail.ReplyTo is { } replyTo && WireAddress.NeedsSmtpUtf8(replyTo.Address));

    private static FormatOptions MakeFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    // MimeKit puts a blank into a long word of a name that it encodes.
    private static Header MailboxOf(HeaderId id, Mailbox mailbox)
    {
        var name = Encoding.ASCII.GetBytes(id.ToHeaderName());
        var line = new MessageBuffer();
        HeaderLines.Mailbox(name, mailbox, line);
        var header = new Header(id, "");
        header.SetRawValue(line.Written.Span[(name.Length + 1)..].ToArray());
        return header;
    }

    // An = before _ occurs in neither quoted-printable nor base64, so no content can contain it.
    private static string BoundaryOf(string messageId)
        => $"=_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 12))}";
}
