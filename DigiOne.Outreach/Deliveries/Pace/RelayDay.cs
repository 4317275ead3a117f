namespace DigiOne.Outreach.Deliveries;

/// <summary>How many of a day's messages of a relay that warms up are gone, for all nodes.</summary>
internal sealed class RelayDay
{
    /// <summary>The relay's name.</summary>
    public required string Relay { get; init; }

    /// <summary>The day in the organisation's time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Messages that nodes have sent, or taken to send.</summary>
    public required long Messages { get; init; }
}
