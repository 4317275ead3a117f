namespace DigiOne.Outreach.Mail;

/// <summary>A captured message in a list.</summary>
/// <param name="Id">Finds it again; safe in an address.</param>
/// <param name="CapturedAt">When it was captured.</param>
/// <param name="From">From, as a header shows it.</param>
/// <param name="To">To, as a header shows it.</param>
/// <param name="Subject">Subject.</param>
public sealed record CapturedSummary(string Id, DateTimeOffset CapturedAt, string From, string To, string Subject);

/// <summary>A captured message, taken apart.</summary>
public sealed record CapturedMail
{
    /// <summary>The header above the message that repeats MAIL FROM.</summary>
    internal const string EnvelopeFromHeader = "X-Envelope-From";

    /// <summary>The header above the message that repeats RCPT TO.</summary>
    internal const string EnvelopeToHeader = "X-Envelope-To";

    /// <summary>Finds it again; safe in an address.</summary>
    public required string Id { get; init; }

    /// <summary>When it was captured.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>Message-ID without angle brackets, as in the ledger.</summary>
    public required string MessageId { get; init; }

    /// <summary>MAIL FROM and RCPT TO.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>From, as a header shows it.</summary>
    public required string From { get; init; }

    /// <summary>To, as a header shows it.</summary>
    public required string To { get; init; }

    /// <summary>Subject.</summary>
    public required string Subject { get; init; }

    /// <summary>Every header in its order, decoded.</summary>
    public required IReadOnlyList<CapturedHeader> Headers { get; init; }

    /// <summary>The HTML part, as it was sent: untrusted, like any mail.</summary>
    public required string? Html { get; init; }

    /// <summary>The plain-text part.</summary>
    public required string? Text { get; init; }

    /// <summary>The message as it was sent.</summary>
    public required string Source { get; init; }

    /// <summary>Every other part: calendar entries.</summary>
    public required IReadOnlyList<CapturedPart> Parts { get; init; }
}

/// <summary>A header, decoded.</summary>
public sealed record CapturedHeader(string Name, string Value);

/// <summary>A part that is neither the text nor the HTML.</summary>
/// <param name="Name">Its file name; empty for none.</param>
/// <param name="ContentType">Its type without parameters, e.g. <c>text/calendar</c>.</param>
/// <param name="Content">Its content, decoded.</param>
public sealed record CapturedPart(string Name, string ContentType, ReadOnlyMemory<byte> Content);
