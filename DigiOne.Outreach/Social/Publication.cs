using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Social;

/// <summary>Identifies a <see cref="Publication"/>.</summary>
public readonly record struct PublicationId(Guid Value) : IGuidId<PublicationId>
{
    /// <inheritdoc />
    public static PublicationId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static PublicationId New() => new(Guid.CreateVersion7());
}

/// <summary>One post on one network, in the ledger's spirit: its intent is written before the call, its outcome after.</summary>
public sealed class Publication
{
    /// <summary>Identity; chosen before the call, so that a network that takes a client's key can be given it.</summary>
    public PublicationId Id { get; init; } = PublicationId.New();

    /// <summary>Which post.</summary>
    public required PostId PostId { get; init; }

    /// <summary>Key of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Where it stands.</summary>
    public PublicationState State { get; set; }

    /// <summary>When the intent was written.</summary>
    public DateTimeOffset? IntentAt { get; set; }

    /// <summary>SHA-256 of the exact text, lower-case hex.</summary>
    public required string BodyHash { get; init; }

    /// <summary>When the network took it.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>The network's own id of it.</summary>
    public string? NetworkId { get; set; }

    /// <summary>Where people see it.</summary>
    public string? Url { get; set; }

    /// <summary>What the network answered where it did not take it, or why nobody knows.</summary>
    public string? Answer { get; set; }
}

/// <summary>Where a <see cref="Publication"/> stands.</summary>
public enum PublicationState
{
    /// <summary>Not tried yet.</summary>
    Waiting,

    /// <summary>The intent is written, the outcome is not.</summary>
    Sending,

    /// <summary>The network took it.</summary>
    Published,

    /// <summary>The network refused it.</summary>
    Rejected,

    /// <summary>Nobody knows.</summary>
    InDoubt,

    /// <summary>Called off.</summary>
    Cancelled,
}
