using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Identifies a <see cref="SignUp"/>.</summary>
public readonly record struct SignUpId(long Value) : ILongId<SignUpId>
{
    /// <inheritdoc />
    public static SignUpId From(long value) => new(value);
}

/// <summary>
/// A public form as it came in, until <see cref="HandleSignUps"/> has dealt with it, a moment later. The request only writes
/// this row, so that its answer and the time it takes say nothing of whether the address is known.
/// </summary>
public sealed class SignUp
{
    /// <summary>Identity, in the order of coming.</summary>
    public SignUpId Id { get; private set; }

    /// <summary>The address as it was typed.</summary>
    public required string Address { get; init; }

    /// <summary>Its normal form.</summary>
    public required string NormalAddress { get; init; }

    /// <summary>BCP 47 language that was chosen.</summary>
    public required string Language { get; init; }

    /// <summary>The lists that were chosen; none where the person asked for the link to their own preferences.</summary>
    public required IReadOnlyList<Guid> Lists { get; init; }

    /// <summary>The words that stood on the form; null where nothing was agreed to.</summary>
    public WordingId? WordingId { get; init; }

    /// <summary>The network that it came from (<see cref="ShortenedAddress"/>); null where that is unknown.</summary>
    public string? Network { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}

/// <summary>The last mail that a form asked for and a person got, by which the next one waits.</summary>
public sealed class AskedMail
{
    /// <summary>Who got it.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>When it was scheduled.</summary>
    public required DateTimeOffset MailedAt { get; set; }

    /// <summary>How many there were since the person last confirmed something.</summary>
    public required int Unanswered { get; set; }

    // An hour becomes three weeks.
    private const int MostDoublings = 9;

    /// <summary>When the next one may follow: at once, where the person has answered the last one since.</summary>
    internal DateTimeOffset NextAt(TimeSpan cooldown) =>
        Unanswered == 0 ? MailedAt : MailedAt + (cooldown * (1 << Math.Min(Unanswered - 1, MostDoublings)));
}
