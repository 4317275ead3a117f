using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// An address that mail is kept from, whoever holds it: a row for each address, with all reasons that there are at the time.
/// Which mail each keeps back is told by <see cref="SuppressionMatrix"/>. A row without a reason is none, and is deleted.
/// </summary>
public sealed class Suppression
{
    /// <summary>The address's normal form.</summary>
    public required string NormalAddress { get; init; }

    /// <summary>The mailbox does not exist; null where that is not known.</summary>
    public SuppressionCause? HardBounce { get; set; }

    /// <summary>The recipient reported our mail as spam; null where not.</summary>
    public SuppressionCause? Complaint { get; set; }

    /// <summary>The person left everything; null where not.</summary>
    public SuppressionCause? Unsubscribed { get; set; }

    /// <summary>Someone of the team entered it; null where not.</summary>
    public SuppressionCause? ByHand { get; set; }

    /// <summary>The reasons that there are, the one that keeps most back first.</summary>
    public IEnumerable<(SuppressionReason Reason, SuppressionCause Cause)> Causes =>
        SuppressionMatrix.Reasons.Where(reason => Of(reason) is not null).Select(reason => (reason, Of(reason)!));

    /// <summary>What is known of one reason; null where it is none.</summary>
    public SuppressionCause? Of(SuppressionReason reason) => reason switch
    {
        SuppressionReason.HardBounce => HardBounce,
        SuppressionReason.Complaint => Complaint,
        SuppressionReason.Unsubscribed => Unsubscribed,
        _ => ByHand,
    };
}

/// <summary>Since when an address is suppressed for one reason, and how we know.</summary>
public sealed record SuppressionCause
{
    /// <summary>The longest <see cref="By"/>.</summary>
    internal const int LongestBy = 300;

    /// <summary>The longest <see cref="Note"/>.</summary>
    internal const int LongestNote = 500;

    /// <summary>Since when; the first time counts.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How it came to us.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<SuppressionSource>))]
    public required SuppressionSource Source { get; init; }

    /// <summary>Who told us: the sign-in address of a member of the team, the name of an API token; null where nobody did. At most 300 characters.</summary>
    public string? By { get; init; }

    /// <summary>What was said of it: a server's words, a file's name and line, what the team noted; null for nothing. At most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>How a suppression came to us.</summary>
/// <param name="Source">By which way.</param>
/// <param name="By">Who told us (<see cref="SuppressionCause.By"/>).</param>
/// <param name="Note">What was said of it (<see cref="SuppressionCause.Note"/>).</param>
public sealed record SuppressionOrigin(SuppressionSource Source, string? By = null, string? Note = null);

/// <summary>Why an address is suppressed.</summary>
public enum SuppressionReason
{
    /// <summary>The mailbox does not exist.</summary>
    HardBounce,

    /// <summary>The recipient reported our mail as spam.</summary>
    Complaint,

    /// <summary>The person left everything.</summary>
    Unsubscribed,

    /// <summary>Someone of the team entered it.</summary>
    ByHand,
}

/// <summary>How a suppression came to us.</summary>
public enum SuppressionSource
{
    /// <summary>It was there before this was noted, and nobody knows.</summary>
    Unknown,

    /// <summary>A mail that came in: a bounce, a complaint, a request to be left alone.</summary>
    Mail,

    /// <summary>A relay told it by its webhook.</summary>
    Feedback,

    /// <summary>The page behind a link in a mail, or the mail program's own button.</summary>
    Link,

    /// <summary>A file that the team imported.</summary>
    Import,

    /// <summary>A program by the API.</summary>
    Api,

    /// <summary>Someone of the team.</summary>
    Hand,

    /// <summary>The demonstration, whose people do not exist.</summary>
    Demo,
}
