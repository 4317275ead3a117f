using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>Signs the messages of one connection, one after the other.</summary>
internal sealed class DkimPen(TimeProvider clock) : IDisposable
{
    /// <summary>
    /// What a signature covers, each where present. From, To and Subject stand twice: a second one added on the way would
    /// break it (RFC 6376 8.15).
    /// </summary>
    private static readonly string[] Signed =
    [
        "From", "From", "To", "To", "Subject", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type", "Content-Language",
        "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Feedback-ID",
    ];

    private DkimKey? _key;
    private NativeDkimSigner? _signer;

    /// <summary>Signs with a key; without one the message stays as it is.</summary>
    /// <param name="message">The message, not changed afterwards.</param>
    /// <param name="key">The sender's key.</param>
    internal void Sign(MimeMessage message, DkimKey? key)
    {
        if (key is null)
            return;

        if (_key != key)
        {
            Dispose();
            (_key, _signer) = (key, new NativeDkimSigner(key, clock));
        }

        // MailKit leaves a signed message as it is, so it must fit every server by now.
        message.Prepare(EncodingConstraint.SevenBit);
        _signer!.Sign(MessageComposer.Format, message, [.. Signed.Where(header => HeadersOf(message, header).Contains(header))]);
    }

    // MimeKit looks for them in the same places, and lists what it does not find without signing it.
    private static HeaderList HeadersOf(MimeMessage message, string header)
        => header.StartsWith("Content-", StringComparison.Ordinal) ? message.Body!.Headers : message.Headers;

    /// <inheritdoc />
    public void Dispose()
    {
        _signer?.Dispose();
        (_key, _signer) = (null, null);
    }
}
