namespace DigiOne.Outreach.Web.Components;

/// <summary>How far something is, as people see it: each has its word, its colour and its shape.</summary>
public enum ShownState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Has its time.</summary>
    Planned,

    /// <summary>Due, and waits for its turn.</summary>
    Waiting,

    /// <summary>Held back by a limit of our own.</summary>
    Limited,

    /// <summary>Under way.</summary>
    Sending,

    /// <summary>Done: all that was to go has gone.</summary>
    Sent,

    /// <summary>Accepted by the receiving side.</summary>
    Accepted,

    /// <summary>Went into the capture folder, and to nobody.</summary>
    Captured,

    /// <summary>A person stopped it for now.</summary>
    Paused,

    /// <summary>A person has to decide.</summary>
    Asking,

    /// <summary>Not yet taken; tried again later.</summary>
    Deferred,

    /// <summary>Refused by the receiving side.</summary>
    Rejected,

    /// <summary>Could not be done.</summary>
    Failed,

    /// <summary>A person called it off.</summary>
    Cancelled,

    /// <summary>Left out, with a reason.</summary>
    Skipped,

    /// <summary>May or may not have gone out.</summary>
    InDoubt,
}
