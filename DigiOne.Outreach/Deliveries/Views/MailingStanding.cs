namespace DigiOne.Outreach.Deliveries;

/// <summary>Where a mailing stands, as people say it: on pages and the timeline, in the API and on the command line.</summary>
public enum MailingStanding
{
    /// <summary>Its time has not come.</summary>
    Scheduled,

    /// <summary>Its time has passed by more than its limit: a person decides.</summary>
    Overdue,

    /// <summary>Its audience is being frozen or its messages are on their way.</summary>
    Sending,

    /// <summary>Paused under way, by a person or by itself for what became of its messages (<see cref="PauseReason"/>): a person lets it go on.</summary>
    Paused,

    /// <summary>Called off under way: what is already being handed over runs to its answers.</summary>
    Stopping,

    /// <summary>Every recipient is accounted for.</summary>
    Closed,

    /// <summary>Called off, before its start or under way, and nothing of it moves any more.</summary>
    Cancelled,
}

/// <summary>The one reading of a mailing's standing from its rows.</summary>
internal static class MailingStandings
{
    /// <summary>Where a mailing stands.</summary>
    /// <param name="state">Its own state.</param>
    /// <param name="isCancelled">Whether a person called it off.</param>
    /// <param name="isPaused">Whether it is paused.</param>
    /// <param name="isAsking">Whether its due item waits for a person's decision.</param>
    internal static MailingStanding Of(MailingState state, bool isCancelled, bool isPaused, bool isAsking) => state switch
    {
        MailingState.Scheduled => isAsking ? MailingStanding.Overdue : MailingStanding.Scheduled,
        MailingState.Sending => isCancelled ? MailingStanding.Stopping : isPaused ? MailingStanding.Paused : MailingStanding.Sending,
        MailingState.Closed => isCancelled ? MailingStanding.Cancelled : MailingStanding.Closed,
        _ => MailingStanding.Cancelled,
    };

    /// <summary>Whether there is something to call off.</summary>
    internal static bool CanBeCancelled(this MailingStanding standing) =>
        standing is MailingStanding.Scheduled or MailingStanding.Overdue or MailingStanding.Sending or MailingStanding.Paused;

    /// <summary>Whether nothing changes any more.</summary>
    internal static bool IsOver(this MailingStanding standing) => standing is MailingStanding.Closed or MailingStanding.Cancelled;
}
