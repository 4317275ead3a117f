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

    private readonly Dictionary<string, DateTimeOffset> _nextLooks = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _nextRound;

    /// <summary>Claims them, of the mailings in their order.</summary>
    /// <param name="mailings">Those that may go now.</param>
    /// <param name="lane">Their lane.</param>
    /// <param name="carriers">The relays that carry their sender's mail now.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up between two claims.</param>
    internal async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        IReadOnlyList<SendingMailing> mailings, Lane lane, IReadOnlyList<Mail.IMailRoute> carriers, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now < _nextRound)
            return [];
        _nextRound = now + Pause;
        List<ClaimedDelivery> claimed = [];
        foreach (var (domain, messages) in domains.Unused(lane, carriers))
        {
            if (_nextLooks.TryGetValue(domain, out var next) && next > now)
                continue;
            var before = claimed.Count;
            var wanted = Math.Min(before + messages, most);
            foreach (var mailing in mailings)
                if (claimed.Count < wanted && !cancellationToken.IsCancellationRequested)
                    claimed.AddRange(await claim.AheadAsync(mailing, domain, wanted - claimed.Count, cancellationToken));
            if (claimed.Count > before || wanted == before)
                _nextLooks.Remove(domain);
            else
                _nextLooks[domain] = now + AfterNone;
        }

        return claimed;
    }
}
