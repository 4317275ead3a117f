using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What we say of a delivery that ended or waits for a reason of ours.</summary>
internal static class DeliveryExplanations
{
    internal static readonly Explanation Landed = new(nameof(Landed), "It arrived, says a person ({0})");
    internal static readonly Explanation SentAgain = new(nameof(SentAgain), "Sent again, as a person decided ({0})");
    internal static readonly Explanation GivenUpByPerson = new(nameof(GivenUpByPerson), "Given up, as a person decided ({0})");
    internal static readonly Explanation GivenUp = new(nameof(GivenUp), "Given up after {0}. Last answer: {1}");
    internal static readonly Explanation NotSentAgain = new(nameof(NotSentAgain), "Not sent again after {0}; it may have arrived. {1}");
    internal static readonly Explanation EarlierDoubt = new(nameof(EarlierDoubt), "An earlier try may have arrived. {0}");

    internal static readonly Explanation NotAgainTo = new(nameof(NotAgainTo), "It is not sent again: the recipient has left or is suppressed.");
    internal static readonly Explanation NotAgainInPause = new(nameof(NotAgainInPause), "It is not sent again: the recipient wants no such mail for now.");

    internal static readonly Explanation NotComposed = new(nameof(NotComposed), "The message could not be made; the log says why.");
    internal static readonly Explanation FaultAfter = new(nameof(FaultAfter), "A fault of ours ended the hand-over; the log says which.");
    internal static readonly Explanation FaultBefore = new(nameof(FaultBefore), "A fault of ours came before the hand-over; the log says which.");
    internal static readonly Explanation NeverLeft = new(
        nameof(NeverLeft), "The process stood still before the message had left: it did not arrive, and goes out again.");

    internal static readonly Explanation ProcessEnded = new(
        nameof(ProcessEnded), "The process ended while this message was being handed over; it may have arrived.");

    internal static readonly Explanation OnlyRoute = new(nameof(OnlyRoute), "Only {0} may be able to carry this message, and others wait for it too.");

    internal static readonly Explanation LeftAlone = new(nameof(LeftAlone), "Relay {0} takes no messages for now. What happened there last: {1}");

    internal static readonly Explanation DomainRate = new(nameof(DomainRate), "{0} is mailed at a limited rate; this message has its place.");
    internal static readonly Explanation DomainPatience = new(nameof(DomainPatience), "{0} asked relay {1} for patience: {2}");
    internal static readonly Explanation WarmingUp = new(
        nameof(WarmingUp), "Warming up: all {0} messages that this relay may carry today are taken.");

    internal static readonly Explanation Tries = new(nameof(Tries), "{0:0} tries in doubt");

    private static readonly Explanation Hours = new(nameof(Hours), "{0:0} hours");
    private static readonly Explanation Hour = new(nameof(Hour), "an hour");
    private static readonly Explanation Minutes = new(nameof(Minutes), "{0:0} minutes");
    private static readonly Explanation Minute = new(nameof(Minute), "a minute");
    private static readonly Explanation Seconds = new(nameof(Seconds), "{0:0} seconds");
    private static readonly Explanation Second = new(nameof(Second), "a second");

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<Explanation> All =
    [
        Landed, SentAgain, GivenUpByPerson, GivenUp, NotSentAgain, EarlierDoubt, NotAgainTo, NotAgainInPause, NotComposed, FaultAfter, FaultBefore, NeverLeft, ProcessEnded,
        OnlyRoute, LeftAlone, DomainRate, DomainPatience, WarmingUp, Tries, Hours, Hour, Minutes, Minute, Seconds, Second,
    ];

    /// <summary>A span of time in its largest unit that it has a whole number of.</summary>
    internal static string Lasting(TimeSpan span) => (long)span.TotalSeconds switch
    {
        1 => Second.Of(),
        60 => Minute.Of(),
        3600 => Hour.Of(),
        var seconds when seconds % 3600 == 0 => Hours.Of(seconds / 3600),
        var seconds when seconds % 60 == 0 => Minutes.Of(seconds / 60),
        var seconds => Seconds.Of(seconds),
    };
}
