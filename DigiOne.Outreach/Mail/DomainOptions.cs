using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// How fast the recipients of one domain are mailed: an entry of section <c>Domains</c>, whose key is the domain, or
/// <c>*</c> for each one that is not named.
/// </summary>
public sealed class DomainOptions
{
    /// <summary>Messages a minute at most, spread evenly. Default: no limit.</summary>
    [Range(1, 1_000_000)]
    public int? PerMinute { get; set; }

    /// <summary>Messages an hour at most, spread evenly. Default: no limit.</summary>
    [Range(1, 60_000_000)]
    public int? PerHour { get; set; }

    /// <summary>Messages on the wire at once at most. Default: no limit.</summary>
    [Range(1, 256)]
    public int? Connections { get; set; }
}
