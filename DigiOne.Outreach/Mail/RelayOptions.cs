using System.ComponentModel.DataAnnotations;

namespace DigiOne.Outreach.Mail;

/// <summary>One SMTP server account: an entry of section <c>Relays</c>, whose key is its name.</summary>
public sealed class RelayOptions
{
    /// <summary>Host name or address.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>TCP port. Default 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted. Default <see cref="RelaySecurity.StartTls"/>; <see cref="RelaySecurity.None"/> is taken for loopback hosts only.</summary>
    [EnumDataType(typeof(RelaySecurity))]
    public RelaySecurity Security { get; set; } = RelaySecurity.StartTls;

    /// <summary>PEM file of the authority that signed the relay's certificate, where the system's store does not know it.</summary>
    public string? CaFile { get; set; }

    /// <summary>Account name; empty for no AUTH.</summary>
    public string? UserName { get; set; }

    /// <summary>Password; from the environment, or better from <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file whose content is the password. It goes before <see cref="Password"/>.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The name that we greet with (EHLO). Default: this machine's full name, or its address where it has none.</summary>
    public string? HelloName { get; set; }

    /// <summary>Connections kept open at once, by each sender that uses the relay and each process. Default 4.</summary>
    [Range(1, 256)]
    public int Connections { get; set; } = 4;

    /// <summary>How long a relay may take to connect or to answer a command other than the final dot. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a relay may take to answer the final dot. Default 10 minutes (RFC 5321 4.5.3.2.6); a shorter time leaves
    /// more messages in doubt.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan FinalReplyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Messages after which a connection is made anew, as relays limit them. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int MessagesPerConnection { get; set; } = 1000;

    /// <summary>Age at which a connection is made anew, so that changes of DNS and certificates arrive. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Its part of the mail of a sender that has several relays, beside theirs. Default 1; 0 for a spare one, which carries
    /// mail only while all others are in trouble.
    /// </summary>
    [Range(0, 1000)]
    public int Weight { get; set; } = 1;

    /// <summary>Messages a minute at most, spread evenly. Default: no limit.</summary>
    [Range(1, 1_000_000)]
    public int? PerMinute { get; set; }

    /// <summary>Messages an hour at most, spread evenly. Default: no limit.</summary>
    [Range(1, 60_000_000)]
    public int? PerHour { get; set; }

    /// <summary>The days on which a new relay or address gets known to receivers; null for none.</summary>
    public WarmUpOptions? WarmUp { get; set; }

    /// <summary>
    /// Bytes of ours that the system may hold for the relay; null leaves it to the system. No setting: it is for a drill,
    /// which has to know what has left.
    /// </summary>
    internal int? SendBuffer { get; set; }
}

/// <summary>How many messages a relay may carry on each of its first days, in the organisation's time zone.</summary>
public sealed class WarmUpOptions
{
    /// <summary>The first day.</summary>
    public DateOnly From { get; set; }

    /// <summary>Messages on the first day, the second and so on; after the last there is no limit.</summary>
    public IList<int> Daily { get; set; } = [];
}

/// <summary>How a relay's connection is encrypted.</summary>
public enum RelaySecurity
{
    /// <summary>Plain, then STARTTLS before anything else; refused where the server does not offer it.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually port 465.</summary>
    Tls,

    /// <summary>No encryption: loopback hosts only.</summary>
    None,
}
