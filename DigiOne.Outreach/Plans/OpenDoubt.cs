using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Plans;

/// <summary>A mailing under way of which nobody knows whether some of its messages arrived.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What the team calls it.</param>
/// <param name="SenderKey">Key of its sender.</param>
/// <param name="InDoubt">How many messages.</param>
public sealed record OpenDoubt(MailingId Id, string Name, string SenderKey, int InDoubt);
