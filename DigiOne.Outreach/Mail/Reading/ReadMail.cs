namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a mail that came in says, as facts. What follows from them is decided elsewhere.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Recipients">Of a bounce or a complaint: whom it is about. Empty for every other kind, and where the mail names nobody.</param>
public sealed record ReadMail(MailKind Kind, IReadOnlyList<FailedRecipient> Recipients)
{
    /// <summary>The address of who wrote it, as the header From says; null where it says none.</summary>
    public string? From { get; init; }

    /// <summary>The addresses that it came to: To, Cc, Delivered-To and the like. One of them may carry our token.</summary>
    public IReadOnlyList<string> SentTo { get; init; } = [];

    /// <summary>The subject, decoded.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Its own Message-ID, without brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The Message-IDs that it answers, without brackets: In-Reply-To, then References.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>The Message-ID of the message that came back or was complained about, without brackets.</summary>
    public string? ReturnedMessageId { get; init; }

    /// <summary>The addresses that the message that came back was sent from: its header From and its envelope sender, where told. One of them may carry our token.</summary>
    public IReadOnlyList<string> ReturnedFrom { get; init; } = [];

    /// <summary>The mail addresses by which the message that came back lets people leave (RFC 2369).</summary>
    public IReadOnlyList<string> ReturnedLeaving { get; init; } = [];

    /// <summary>What it says to people, as plain text; at most <see cref="LongestText"/> characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>In what way it is too much to be read as a whole.</summary>
    public MailExcess Excess { get; init; }

    /// <summary>How much of a text is kept.</summary>
    public const int LongestText = 20_000;
}
