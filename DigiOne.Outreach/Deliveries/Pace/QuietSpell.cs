namespace DigiOne.Outreach.Deliveries;

/// <summary>A time in which a mailing's messages wait.</summary>
/// <param name="Reason">What they wait for.</param>
/// <param name="Until">When it is over; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
public readonly record struct QuietSpell(QuietReason Reason, DateTimeOffset Until);

/// <summary>Why bulk mail does not go out at a time.</summary>
public enum QuietReason
{
    /// <summary>It lies outside the hours in which the sender's mail goes out.</summary>
    SendWindow,

    /// <summary>A quiet time holds: a night, a weekend or a month.</summary>
    QuietTime,

    /// <summary>It is a public holiday.</summary>
    Holiday,
}
