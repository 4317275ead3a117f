using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Deliveries;

/// <summary>When a bulk mailing pauses itself: section <c>Tripwire</c>. Large ones start with a canary, a sample spread over all recipients.</summary>
public sealed class TripwireOptions
{
    /// <summary>From how many recipients up a mailing starts with a canary. Default 1,000.</summary>
    [Range(1, 100_000_000)]
    public int From { get; set; } = 1000;

    /// <summary>The canary's share of the recipients, in percent. Default 1. There is no canary where it would be more than half of them.</summary>
    [Range(0.01, 100)]
    public double CanaryPercent { get; set; } = 1;

    /// <summary>The smallest canary. Default 100 recipients.</summary>
    [Range(1, 1_000_000)]
    public int SmallestCanary { get; set; } = 100;

    /// <summary>How long the rest waits after the canary, so that answers can come back. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CanaryWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The percentage of rejections and bounces together above which a mailing pauses itself, canary or not. Default 5.</summary>
    [Range(0.01, 100)]
    public double RejectedPercent { get; set; } = 5;

    /// <summary>The percentage of complaints above which a mailing pauses itself, from three on. Default 0.5.</summary>
    [Range(0.01, 100)]
    public double ComplainedPercent { get; set; } = 0.5;

    /// <summary>The percentage in doubt above which a mailing pauses itself at its canary. Default 25.</summary>
    [Range(0.01, 100)]
    public double InDoubtPercent { get; set; } = 25;

    /// <summary>The percentage put off by receivers above which a mailing pauses itself after its canary's wait. Default 50.</summary>
    [Range(0.01, 100)]
    public double DeferredPercent { get; set; } = 50;
}
