using System.Text;
using MailKit;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Listens to one connection and knows what an exception does not say: whether the final dot of the message under way has
/// left, and what the server answered. MailKit tells of written bytes after they have gone to the socket as a whole, so a
/// dot that is not seen here cannot have arrived; a write that fails leaves its last byte behind.
/// </summary>
internal sealed class SmtpConversation : IProtocolLogger
{
    private static ReadOnlySpan<byte> FinalDot => "\r\n.\r\n"u8;

    private readonly byte[] _tail = new byte[5];
    private readonly SmtpReplyReader _reader = new();

    /// <summary>Called when the final dot has been written, before its answer is read.</summary>
    internal Action? DotWritten { get; set; }

    /// <summary>Whether the final dot of the message under way has been written.</summary>
    internal bool IsDotWritten { get; private set; }

    /// <summary>The first reply of 400 or more since the start: the reason, whatever follows it.</summary>
    internal SmtpReply? Refusal { get; private set; }

    /// <summary>The answer to the final dot.</summary>
    internal SmtpReply? Answer { get; private set; }

    /// <inheritdoc />
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Starts listening afresh: a new connection, or the next message on it.</summary>
    internal void Begin()
    {
        _tail.AsSpan().Clear();
        _reader.Clear();
        IsDotWritten = false;
        Refusal = null;
        Answer = null;
    }

    /// <inheritdoc />
    public void LogConnect(Uri uri)
    {
    }

    /// <inheritdoc />
    public void LogClient(byte[] buffer, int offset, int count)
    {
        var written = buffer.AsSpan(offset, count);
        var kept = Math.Max(_tail.Length - written.Length, 0);
        _tail.AsSpan(_tail.Length - kept).CopyTo(_tail);
        written[^(_tail.Length - kept)..].CopyTo(_tail.AsSpan(kept));

        // The dots of the text are doubled, so this stands at the end of a write only when it is the final one.
        if (IsDotWritten || !_tail.AsSpan().SequenceEqual(FinalDot))
            return;

        IsDotWritten = true;
        DotWritten?.Invoke();
    }

    /// <inheritdoc />
    public void LogServer(byte[] buffer, int offset, int count)
    {
        foreach (var reply in _reader.Read(Encoding.UTF8.GetString(buffer, offset, count)))
        {
            if (IsDotWritten)
                Answer ??= reply;
            if (reply.Code >= 400)
                Refusal ??= reply;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
