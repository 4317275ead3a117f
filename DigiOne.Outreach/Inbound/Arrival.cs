using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Inbound;

/// <summary>What came in, read and not yet written down.</summary>
internal sealed record Arrival
{
    /// <inheritdoc cref="InboundMessage.Source"/>
    internal required string Source { get; init; }

    /// <inheritdoc cref="InboundMessage.Validity"/>
    internal long? Validity { get; init; }

    /// <inheritdoc cref="InboundMessage.Uid"/>
    internal long? Uid { get; init; }

    /// <inheritdoc cref="InboundMessage.EventId"/>
    internal string? EventId { get; init; }

    /// <inheritdoc cref="InboundMessage.Hash"/>
    internal required string Hash { get; init; }

    /// <inheritdoc cref="InboundMessage.Quarantine"/>
    internal string? Quarantine { get; init; }

    /// <summary>What it says.</summary>
    internal required ReadMail Mail { get; init; }
}
