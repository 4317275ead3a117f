namespace DigiOne.Outreach.Deliveries;

/// <summary>When a deferred message is tried again: pauses that grow from one minute to four hours, with jitter.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    /// <summary>The pause after the n-th attempt.</summary>
    /// <param name="attempts">Attempts so far, from 1 up.</param>
    /// <param name="random">0 up to 1: where in the range of three quarters to five quarters of the pause it falls.</param>
    internal static TimeSpan After(int attempts, double random) =>
        Pauses[Math.Clamp(attempts - 1, 0, Pauses.Length - 1)] * (0.75 + (random / 2));

    /// <summary>The pause of a relay that could not be reached for the n-th time running, from 1 s up to 1 min.</summary>
    internal static TimeSpan OfRelay(int failures, double random) =>
        TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Clamp(failures - 1, 0, 6)))) * (0.75 + (random / 2));
}
