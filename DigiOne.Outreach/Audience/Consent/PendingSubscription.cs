namespace DigiOne.Outreach.Audience;

/// <summary>
/// A person who asked for a list and has not confirmed it yet. It is no <see cref="Subscription"/>: nobody who freezes or
/// hands over mail looks here.
/// </summary>
public sealed class PendingSubscription
{
    /// <summary>Who.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>What.</summary>
    public required ListId ListId { get; init; }

    /// <summary>When the person was asked to confirm.</summary>
    public required DateTimeOffset AskedAt { get; set; }

    /// <summary>When a mail named it to the person; null while none has.</summary>
    public DateTimeOffset? MailedAt { get; set; }
}
