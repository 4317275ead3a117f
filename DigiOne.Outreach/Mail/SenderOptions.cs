using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Mail;

/// <summary>An identity that mail comes from: an entry of section <c>Senders</c>, whose key is its name.</summary>
public sealed class SenderOptions
{
    /// <summary>Display name in From.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Address in From; its domain is the Message-ID's domain.</summary>
    [Required]
    public string Address { get; set; } = "";

    /// <summary>Address in Reply-To; empty for none.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>The envelope's MAIL FROM; empty for <see cref="Address"/>.</summary>
    public string? EnvelopeFrom { get; set; }

    /// <summary>Names of the relays that carry this sender's mail. Empty: the capture folder.</summary>
    public IList<string> Relays { get; set; } = [];

    /// <summary>The hours in which this sender's bulk mail goes out, beside the quiet times; null for all.</summary>
    public SendWindowOptions? Window { get; set; }

    /// <summary>The key that signs this sender's mail; null for none.</summary>
    public DkimOptions? Dkim { get; set; }
}

/// <summary>The hours in which bulk mail goes out, in the organisation's time zone.</summary>
public sealed class SendWindowOptions
{
    /// <summary>Start of the window. Default 08:00.</summary>
    public TimeOnly From { get; set; } = new(8, 0);

    /// <summary>End of the window; before its start for one that goes over midnight. Default 18:00.</summary>
    public TimeOnly Until { get; set; } = new(18, 0);

    /// <summary>Whether it opens on Saturday and Sunday. Default true.</summary>
    public bool Weekends { get; set; } = true;
}

/// <summary>A DKIM key (RFC 6376).</summary>
public sealed class DkimOptions
{
    /// <summary>Signing domain (<c>d=</c>); aligned with the sender's address.</summary>
    [Required]
    public string Domain { get; set; } = "";

    /// <summary>Selector (<c>s=</c>).</summary>
    [Required]
    public string Selector { get; set; } = "";

    /// <summary>PEM file of the RSA private key, 2048 bits or more.</summary>
    [Required]
    public string PrivateKeyFile { get; set; } = "";

    /// <summary>A second signature by an Ed25519 key (RFC 8463), for receivers that know it; null for none.</summary>
    public DkimEd25519Options? Ed25519 { get; set; }
}

/// <summary>An Ed25519 DKIM key (RFC 8463), beside the RSA one of the same domain.</summary>
public sealed class DkimEd25519Options
{
    /// <summary>Selector (<c>s=</c>), another than the RSA key's.</summary>
    [Required]
    public string Selector { get; set; } = "";

    /// <summary>PEM file of the Ed25519 private key (PKCS#8).</summary>
    [Required]
    public string PrivateKeyFile { get; set; } = "";
}
