using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing in a list of them.</summary>
public sealed record ListedMailing(Guid Id, string Name, MailingKind Kind, MailingStanding State, DateTimeOffset DueAt, int Candidates);

/// <summary>Where a mailing stands, as people say it.</summary>
public enum MailingStanding
{
    /// <summary>Its time has not come.</summary>
    Scheduled,

    /// <summary>Its time has passed by more than its limit: a person decides.</summary>
    Overdue,

    /// <summary>Its audience is being frozen or its messages are on their way.</summary>
    Sending,

    /// <summary>Every recipient is accounted for.</summary>
    Closed,

    /// <summary>Called off before it started.</summary>
    Cancelled,
}

/// <summary>Reads a mailing's standing from its row and its due item's.</summary>
internal static class MailingStandings
{
    internal static MailingStanding Of(MailingState state, DueState? due) => state switch
    {
        MailingState.Scheduled => due == DueState.Asking ? MailingStanding.Overdue : MailingStanding.Scheduled,
        MailingState.Sending => MailingStanding.Sending,
        MailingState.Closed => MailingStanding.Closed,
        _ => MailingStanding.Cancelled,
    };
}
