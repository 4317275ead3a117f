using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;

namespace DigiOne.Outreach.Hosting;

/// <summary>Everything that <c>config/outreach.json</c> and the <c>OUTREACH__</c> variables can say.</summary>
public sealed class Settings
{
    /// <summary>Who sends.</summary>
    public OrganisationOptions Organisation { get; set; } = new();

    /// <summary>How the service is reached.</summary>
    public WebOptions Web { get; set; } = new();

    /// <summary>Where the rows live.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>SMTP server accounts by name. Default none: all mail is captured.</summary>
    public Dictionary<string, RelayOptions> Relays { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Identities that mail comes from, by name.</summary>
    public Dictionary<string, SenderOptions> Senders { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of the sender of what names none; a sender that is the only one needs no such setting. Default none.</summary>
    public string? DefaultSender { get; set; }

    /// <summary>How fast the recipients of a domain are mailed, by domain; <c>*</c> for each of the others. Default: no limits.</summary>
    public Dictionary<string, DomainOptions> Domains { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Folder of the mail that no relay carries, relative to the data folder. Default <c>capture</c>.</summary>
    public string CaptureFolder { get; set; } = "capture";

    /// <summary>Captures all mail, whatever relays its senders name. Default false.</summary>
    public bool CaptureOnly { get; set; }

    /// <summary>The mailbox that replies come to.</summary>
    public InboundOptions Inbound { get; set; } = new();

    /// <summary>How patient delivery is.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>When a bulk mailing pauses itself.</summary>
    public TripwireOptions Tripwire { get; set; } = new();

    /// <summary>When bulk mail waits.</summary>
    public QuietTimesOptions QuietTimes { get; set; } = new();

    /// <summary>How the public forms are guarded.</summary>
    public SignUpOptions SignUp { get; set; } = new();

    /// <summary>What is known of contacts beyond name, language, municipality, organisation and role, by key. Default none.</summary>
    public Dictionary<string, AttributeOptions> Attributes { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder of templates, which stands beside the configuration's: no setting, it follows <c>--config</c>.</summary>
    public string TemplateFolder { get; internal set; } = "templates";

    /// <summary>What the audience needs to know of these.</summary>
    public AudienceOptions Audience => new() { Attributes = Attributes };

    /// <summary>What deliveries need to know of the mailbox that answers come to.</summary>
    public ReturnAddressOptions ReturnAddresses => new() { Pattern = Inbound.Host is null ? null : Inbound.BounceAddress };

    /// <summary>What mail needs to know of these.</summary>
    public MailOptions Mail => new()
    {
        Relays = Relays,
        Senders = Senders,
        DefaultSender = DefaultSender,
        Domains = Domains,
        CaptureFolder = CaptureFolder,
        CaptureOnly = CaptureOnly,
    };
}
