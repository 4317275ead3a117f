using System.Runtime.CompilerServices;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Claims messages before their places in the plan of a domain's limit, where nobody has come for the places before theirs:
/// their messages were paused, called off, lost, or wait for another sender's relay. One for each line of claiming.
/// </summary>
internal sealed class UnusedPlaces(DomainPace domains, ClaimDeliveries claim, TimeProvider clock)
{
    /// <summary>How long none is looked for in vain again: the look may read all of a mailing that waits.</summary>
    internal static readonly TimeSpan AfterNone = TimeSpan.FromSeconds(5);

    // Where every domain has a limit there are very many to look at.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Others wait for their claims meanwhile. Who was not looked at is in the next round: the others have had their look.
    private static readonly TimeSpan LongestRound = TimeSpan.FromMilliseconds(100);

    // Of a domain's time, one part in so many is spent on looking.
    private const int LookingPart = 20;

    private readonly Dictionary<string, DateTimeOffset> _nextLooks = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _nextRound;

    /// <summary>Claims them, of the mailings in their order, and tells of each claim at once.</summary>
    /// <param name="mailings">Those that may go now.</param>
    /// <param name="lane">Their lane.</param>
    /// <param name="carriers">The relays that carry their sender's mail now.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up between two claims.</param>
    internal async IAsyncEnumerable<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        IReadOnlyList<SendingMailing> mailings, Lane lane, IReadOnlyList<Mail.IMailRoute> carriers, int most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now < _nextRound)
            yield break;
        _nextRound = now + Pause;
        // Forgetting costs looks, and remembering every domain there ever was costs memory for good.
        if (_nextLooks.Count > DomainPace.Most)
            _nextLooks.Clear();
        var (left, spent) = (most, TimeSpan.Zero);
        foreach (var (domain, messages) in domains.Unused(lane, carriers))
        {
            if (left == 0 || spent > LongestRound)
                yield break;
            if (_nextLooks.TryGetValue(domain, out var next) && next > now)
                continue;
            var wanted = Math.Min(messages, left);
            var (found, looked) = (0, TimeSpan.Zero);
            foreach (var mailing in mailings)
            {
                if (found == wanted)
                    break;
                var started = clock.GetTimestamp();
                var ahead = await claim.AheadAsync(mailing, domain, wanted - found, cancellationToken);
                looked += clock.GetElapsedTime(started);
                found += ahead.Count;
                if (ahead.Count > 0)
                    yield return ahead;
            }

            left -= found;
            spent += looked;
            var pause = looked * LookingPart;
            _nextLooks[domain] = now + (found == 0 && pause < AfterNone ? AfterNone : pause);
        }
    }
}
