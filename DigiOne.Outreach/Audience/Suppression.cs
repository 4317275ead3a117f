namespace DigiOne.Outreach.Audience;

/// <summary>An address that is never to be mailed, whoever holds it.</summary>
public sealed class Suppression
{
    /// <summary>The address's normal form.</summary>
    public required string NormalAddress { get; init; }

    /// <summary>Why.</summary>
    public required SuppressionReason Reason { get; set; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

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
