namespace DigiOne.Outreach.Deliveries;

/// <summary>Keeps a relay to its messages a minute and an hour, whoever of this process sends through it.</summary>
internal sealed class RelayPace(IReadOnlyList<Rate> rates, CountNodes nodes, TimeProvider clock)
{
    /// <summary>How far bulk mail may run ahead of an even pace, so that waking up late costs nothing.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly (Rate Rate, Spacing Spacing)[] _limits = [.. rates.Select(rate => (rate, new Spacing()))];

    /// <summary>Messages a second, at most.</summary>
    internal double PerSecond => rates.Min(rate => 1 / rate.Interval(nodes()).TotalSeconds);

    /// <summary>Takes the relay's turn for one message.</summary>
    /// <returns>Zero when it was taken, else how long to wait before asking again.</returns>
    internal TimeSpan Take(Lane lane)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var wait = _limits.Max(limit => limit.Spacing.Wait(now, limit.Rate.Tolerance(lane, Tolerance)));
            if (wait > TimeSpan.Zero)
                return wait;
            foreach (var (rate, spacing) in _limits)
                spacing.Take(now, rate.Interval(nodes()), rate.Tolerance(lane, Tolerance));
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives back a turn for which there was no message.</summary>
    internal void GiveBack()
    {
        lock (_gate)
            foreach (var (rate, spacing) in _limits)
                spacing.GiveBack(rate.Interval(nodes()));
    }
}
