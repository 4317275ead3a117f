namespace DigiOne.Outreach.Deliveries;

/// <summary>How many messages a relay that warms up has been given on a day, by all nodes.</summary>
internal sealed class RelayDay
{
    /// <summary>The relay's name.</summary>
    public required string Relay { get; init; }

    /// <summary>The day in the organisation's time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Messages with an intent.</summary>
    public required long Messages { get; init; }
}
