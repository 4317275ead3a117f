using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Why a delivery stands where it stands, beyond its state: who or what ended it, or what it waits for.</summary>
internal enum DeliveryWhy
{
    /// <summary>As its state says: the receiving side took it, refused it or put it off.</summary>
    State,

    /// <summary>A person said of doubt that it arrived.</summary>
    Landed,

    /// <summary>A person gave it up.</summary>
    GivenUpByPerson,

    /// <summary>It was tried for as long as is tried at most.</summary>
    GivenUp,

    /// <summary>None of its sender's relays can carry it.</summary>
    NoRelay,

    /// <summary>Its message could not be made.</summary>
    NotComposed,

    /// <summary>A limit of our own, of its domain or of a relay's day.</summary>
    OwnLimit,

    /// <summary>Its recipient's domain asked for patience.</summary>
    DomainPatience,

    /// <summary>A person decided to send it again.</summary>
    SentAgain,

    /// <summary>Something came between, at the relay or on our side.</summary>
    Hindered,
}

/// <summary>Tells it from what is written down of a delivery.</summary>
internal static class DeliveryWhys
{
    /// <summary>Why it stands where it stands.</summary>
    internal static DeliveryWhy Of(Delivery delivery) =>
        // What was said of an erased recipient is gone.
        delivery.IsErased ? DeliveryWhy.State : Of(delivery.State, delivery.LastReply);

    /// <summary>Why a try led where it led.</summary>
    internal static DeliveryWhy Of(DeliveryState state, string? said) => (state, said) switch
    {
        (DeliveryState.Accepted, { } reply) when Is(DeliveryExplanations.Landed, reply) => DeliveryWhy.Landed,
        (DeliveryState.Rejected, { } reply) => OfEnd(reply),
        (DeliveryState.Deferred, { } reply) => OfWait(reply),
        _ => DeliveryWhy.State,
    };

    private static DeliveryWhy OfEnd(string reply) =>
        Is(DeliveryExplanations.GivenUpByPerson, reply) ? DeliveryWhy.GivenUpByPerson
        : Is(DeliveryExplanations.GivenUp, reply) ? DeliveryWhy.GivenUp
        : MailExplanations.Objections.Any(objection => Is(objection, reply)) ? DeliveryWhy.NoRelay
        : SmtpReply.IsSpoken(reply) ? DeliveryWhy.State
        : DeliveryWhy.NotComposed;

    private static DeliveryWhy OfWait(string reply) =>
        Is(DeliveryExplanations.DomainRate, reply) || Is(DeliveryExplanations.WarmingUp, reply) ? DeliveryWhy.OwnLimit
        : Is(DeliveryExplanations.DomainPatience, reply) ? DeliveryWhy.DomainPatience
        : Is(DeliveryExplanations.SentAgain, reply) ? DeliveryWhy.SentAgain
        : SmtpReply.IsSpoken(reply) ? DeliveryWhy.State
        : DeliveryWhy.Hindered;

    private static bool Is(Explanation explanation, string reply) => explanation.Read(reply) is not null;
}
