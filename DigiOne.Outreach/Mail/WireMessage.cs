namespace DigiOne.Outreach.Mail;

/// <summary>A message as it goes over the wire: composed, encoded and signed, so that nothing about it can fail any more.</summary>
public sealed record WireMessage
{
    /// <summary>Its Message-ID, without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>MAIL FROM and RCPT TO, in the form of the wire.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>Whether a server must offer SMTPUTF8 to take it (RFC 6531).</summary>
    public required bool NeedsSmtpUtf8 { get; init; }

    /// <summary>Headers and body in lines that end with CRLF; dots at line starts are not doubled yet (RFC 5321 4.5.2).</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }
}
