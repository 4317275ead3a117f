using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What holds a mailing back, or lets only a part of it go, beyond its standing.</summary>
public enum MailingHalt
{
    /// <summary>The configuration names no such sender.</summary>
    MissingSender,

    /// <summary>It paused itself, because too many of its messages were rejected or came back.</summary>
    Rejections,

    /// <summary>It paused itself, because too many recipients called it spam.</summary>
    Complaints,

    /// <summary>It paused itself, because too many of its canary's messages are in doubt.</summary>
    Doubt,

    /// <summary>It paused itself, because the receivers put off too many of its canary's messages.</summary>
    Deferrals,

    /// <summary>No relay of its sender takes messages.</summary>
    DeadRelays,

    /// <summary>Only its canary is sent to.</summary>
    Canary,
}

/// <summary>Tells it, as far as this process knows of relays.</summary>
internal sealed class MailingHalts(SenderDirectory senders, RouteHealth routes)
{
    /// <summary>What holds it back; null where nothing does.</summary>
    internal MailingHalt? Of(MailingStanding standing, string senderKey, PauseReason? pause, CanaryState canary)
    {
        // What can be called off can still be sent.
        if (!standing.CanBeCancelled())
            return null;
        if (!senders.TryFind(senderKey, out var sender))
            return MailingHalt.MissingSender;
        return (standing, pause) switch
        {
            (MailingStanding.Paused, PauseReason.Tripwire) => MailingHalt.Rejections,
            (MailingStanding.Paused, PauseReason.Complaints) => MailingHalt.Complaints,
            (MailingStanding.Paused, PauseReason.Doubt) => MailingHalt.Doubt,
            (MailingStanding.Paused, PauseReason.Deferrals) => MailingHalt.Deferrals,
            (MailingStanding.Sending, _) when sender.Routes.All(route => routes.IsFailing(route.Name)) => MailingHalt.DeadRelays,
            (MailingStanding.Sending, _) when canary == CanaryState.Sending => MailingHalt.Canary,
            _ => null,
        };
    }
}
