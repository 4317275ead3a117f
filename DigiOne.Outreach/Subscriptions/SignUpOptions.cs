using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>How the public forms are guarded against those who misuse them: section <c>SignUp</c>.</summary>
public sealed class SignUpOptions
{
    /// <summary>Name of the sender of confirmations, welcomes and links. Default: <c>DefaultSender</c>.</summary>
    public string? Sender { get; set; }

    /// <summary>
    /// How long an address gets no further mail that a form asked for. It doubles with each that was not answered. Default one hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AddressCooldown { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a subscription waits to be confirmed, and the link in its mail works. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Forms an hour that a node takes from one IPv4 address, or one IPv6 network of 64 bits. Default 30.</summary>
    [Range(1, 1_000_000)]
    public int PerAddress { get; set; } = 30;

    /// <summary>Forms an hour that a node takes from one IPv4 network of 24 bits, or one IPv6 network of 48 bits. Default 120.</summary>
    [Range(1, 1_000_000)]
    public int PerNetwork { get; set; } = 120;

    /// <summary>Forms an hour that a node takes in all. Default 2,000.</summary>
    [Range(1, 10_000_000)]
    public int InAll { get; set; } = 2000;
}
