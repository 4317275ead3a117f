namespace DigiOne.Outreach.Mail;

/// <summary>
/// One message for one recipient, before it is composed. Texts may hold anything a person typed: composing strips
/// control characters and encodes; addresses that cannot be mailed are refused by <see cref="MailAddress.TryParse"/>.
/// </summary>
public sealed record OutgoingMail
{
    /// <summary>Identifies the message for good, without angle brackets: <c>unique@own-domain</c> (RFC 5322 3.6.4). In the ledger before sending.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Date header.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>MAIL FROM and RCPT TO, which no header repeats.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>From.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Reply-To, where it differs from From.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>To.</summary>
    public required Mailbox To { get; init; }

    /// <summary>Subject, one line of plain text.</summary>
    public required string Subject { get; init; }

    /// <summary>The HTML part.</summary>
    public required string Html { get; init; }

    /// <summary>The plain-text part.</summary>
    public required string Text { get; init; }

    /// <summary>BCP 47 language of the content, for Content-Language (RFC 3282).</summary>
    public required string Language { get; init; }

    /// <summary>List-Id (RFC 2919), e.g. <c>uutiskirje.lists.digione.fi</c>; null for mail that comes from no list.</summary>
    public string? ListId { get; init; }

    /// <summary>
    /// The address that unsubscribes with one POST (RFC 8058); null for mail that cannot be unsubscribed from.
    /// Only an https address is announced as one-click.
    /// </summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The mail address that unsubscribes whoever writes to it, beside <see cref="Unsubscribe"/>; null for none.</summary>
    public string? UnsubscribeAddress { get; init; }

    /// <summary>Marks mail that no person wrote to this recipient: Auto-Submitted: auto-generated (RFC 3834).</summary>
    public bool AutoSubmitted { get; init; }

    /// <summary>Feedback-ID, by which large receivers count complaints per campaign.</summary>
    public string? FeedbackId { get; init; }

    /// <summary>The calendar part, in the shape that calendars read (RFC 6047).</summary>
    public CalendarPart? Calendar { get; init; }
}

/// <summary>The SMTP envelope (RFC 5321 2.3.1).</summary>
/// <param name="From">MAIL FROM.</param>
/// <param name="To">RCPT TO.</param>
public sealed record Envelope(string From, string To);

/// <summary>A display name with an address, as a header shows it.</summary>
/// <param name="Name">Display name; empty for none.</param>
/// <param name="Address">The address.</param>
public sealed record Mailbox(string Name, string Address);

/// <summary>An iCalendar body with its method.</summary>
/// <param name="Method">PUBLISH, REQUEST or CANCEL: the same as in the body.</param>
/// <param name="Body">The iCalendar text (RFC 5545).</param>
public sealed record CalendarPart(string Method, string Body);
