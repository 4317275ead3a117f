namespace DigiOne.Outreach.Mail;

/// <summary>A reply of an SMTP server, taken apart once (RFC 5321 4.2, RFC 3463).</summary>
/// <param name="Code">Three digits; 0 where the server said nothing.</param>
/// <param name="EnhancedCode">The enhanced status, e.g. <c>5.1.1</c>; null where there is none.</param>
/// <param name="Text">The text for people, or our own words where the server said nothing. At most 500 characters.</param>
public sealed record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    /// <summary>Whether the same message may be taken later.</summary>
    public bool IsTransient => Code is 0 or (>= 400 and < 500);

    /// <inheritdoc />
    public override string ToString() => Code == 0 ? Text : EnhancedCode is null ? $"{Code} {Text}" : $"{Code} {EnhancedCode} {Text}";
}
