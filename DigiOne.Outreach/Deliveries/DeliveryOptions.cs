using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Deliveries;

/// <summary>How patient delivery is: section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>
    /// How long after its first try a message that its recipient's server defers, or that a fault of ours keeps here, is tried
    /// before it is given up. Default 2 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// The pauses after a message's first, second and further tries, the last of them for all that follow; each is varied by
    /// a quarter. Default 1, 5, 15 and 30 minutes, 1, 2 and 4 hours.
    /// </summary>
    public IList<TimeSpan> RetryPauses { get; set; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    /// <summary>How late a mailing may start by itself, after an outage; later than that a person is asked. Default 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan LateLimit { get; set; } = TimeSpan.FromHours(4);
}
