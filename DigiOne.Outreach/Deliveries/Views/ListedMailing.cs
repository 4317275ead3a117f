namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing in a list of them, as the command line and the API say it.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">What the team calls it.</param>
/// <param name="Kind">What it is to the people who get it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DueAt">When it is due, or was.</param>
/// <param name="Candidates">All who are in its ledger; 0 until its audience is frozen.</param>
/// <param name="Accepted">How many of them it has reached.</param>
public sealed record ListedMailing(Guid Id, string Name, MailingKind Kind, MailingStanding State, DateTimeOffset DueAt, int Candidates, int Accepted)
{
    /// <summary>Of a mailing.</summary>
    internal static ListedMailing Of(MailingSummary mailing, int accepted) =>
        new(mailing.Id.Value, mailing.Name, mailing.Kind, mailing.Standing, mailing.DueAt, mailing.Candidates, accepted);
}
