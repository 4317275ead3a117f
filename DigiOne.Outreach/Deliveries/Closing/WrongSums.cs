using System.Collections.Concurrent;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Mailings whose sum this process found wrong: counting a large one takes seconds, and it seldom mends itself. Each wrong
/// sum doubles the pause before the next count.
/// </summary>
internal sealed class WrongSums(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<MailingId, Rest> _resting = new();

    /// <summary>Whether it is not worth counting yet.</summary>
    internal bool Rests(MailingId mailing) => _resting.TryGetValue(mailing, out var rest) && clock.GetUtcNow() < rest.Until;

    /// <summary>Its sum was wrong.</summary>
    internal void Note(MailingId mailing)
    {
        var now = clock.GetUtcNow();
        _resting.AddOrUpdate(
            mailing,
            _ => new(Shortest, now + Shortest),
            (_, rest) => rest.Pause * 2 < Longest ? new(rest.Pause * 2, now + (rest.Pause * 2)) : new(Longest, now + Longest));
    }

    /// <summary>Its sum was right.</summary>
    internal void Forget(MailingId mailing) => _resting.TryRemove(mailing, out _);

    private readonly record struct Rest(TimeSpan Pause, DateTimeOffset Until);
}
