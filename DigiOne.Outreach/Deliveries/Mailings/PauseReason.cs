namespace DigiOne.Outreach.Deliveries;

/// <summary>Why a mailing is paused.</summary>
public enum PauseReason
{
    /// <summary>A person paused it.</summary>
    Person,

    /// <summary>Too many of its messages were rejected or came back.</summary>
    Tripwire,

    /// <summary>Too many of its canary's messages are in doubt.</summary>
    Doubt,

    /// <summary>After its canary's wait, too many of the canary's messages are still put off by their receivers.</summary>
    Deferrals,

    /// <summary>Too many recipients called it spam.</summary>
    Complaints,
}
