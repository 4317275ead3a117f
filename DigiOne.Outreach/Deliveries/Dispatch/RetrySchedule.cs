namespace DigiOne.Outreach.Deliveries;

/// <summary>When what was put off is tried again: pauses that grow, with jitter.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    /// <summary>The pause after a message's n-th attempt.</summary>
    /// <param name="pauses">The pauses after the first, second and further attempts.</param>
    /// <param name="attempts">Attempts so far, from 1 up.</param>
    /// <param name="random">0 up to 1: where in the range of three quarters to five quarters of the pause it falls.</param>
    internal static TimeSpan After(IList<TimeSpan> pauses, int attempts, double random) =>
        Vary(pauses[Math.Clamp(attempts - 1, 0, pauses.Count - 1)], random);

    /// <summary>The pause of a relay that could not be reached for the n-th time running, from 1 s up to 1 min.</summary>
    internal static TimeSpan OfRelay(int failures, double random) =>
        Vary(Doubled(TimeSpan.FromSeconds(1), failures, TimeSpan.FromMinutes(1)), random);

    /// <summary>The rest of a domain that asked for patience for the n-th time running, from 1 min up to 30 min.</summary>
    internal static TimeSpan OfDomain(int times, double random) => Vary(Doubled(ShortestRest, times, LongestRest), random);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Clamp(times - 1, 0, 10));
        return pause < longest ? pause : longest;
    }

    private static TimeSpan Vary(TimeSpan pause, double random) => pause * (0.75 + (random / 2));
}
