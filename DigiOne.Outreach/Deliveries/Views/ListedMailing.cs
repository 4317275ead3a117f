namespace DigiOne.Outreach.Deliveries;

/// <summary>A mailing in a list of them, as the command line and the API say it.</summary>
public sealed record ListedMailing(Guid Id, string Name, MailingKind Kind, MailingStanding State, DateTimeOffset DueAt, int Candidates)
{
    /// <summary>Of a mailing.</summary>
    internal static ListedMailing Of(MailingSummary mailing) =>
        new(mailing.Id.Value, mailing.Name, mailing.Kind, mailing.Standing, mailing.DueAt, mailing.Candidates);
}
