using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Mail;

/// <summary>How mail leaves: sections <c>Relays</c>, <c>Senders</c>, <c>Domains</c> and <c>CaptureFolder</c>, bound from the root of the configuration.</summary>
public sealed class MailOptions
{
    /// <summary>SMTP servers by name. Default: none.</summary>
    public Dictionary<string, RelayOptions> Relays { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Identities that mail comes from, by name. Default: none.</summary>
    public Dictionary<string, SenderOptions> Senders { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of the sender of what names none; without it a sender that is the only one. Default none.</summary>
    public string? DefaultSender { get; set; }

    /// <summary>How fast the recipients of a domain are mailed, by domain; <c>*</c> for each of the others. Default: no limits.</summary>
    public Dictionary<string, DomainOptions> Domains { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder for mail of senders without a relay, relative to the data folder. Default <c>capture</c>.</summary>
    [Required]
    public string CaptureFolder { get; set; } = "capture";

    /// <summary>Sends every sender's mail to the capture folder, whatever relays it names. Default false.</summary>
    public bool CaptureOnly { get; set; }
}
