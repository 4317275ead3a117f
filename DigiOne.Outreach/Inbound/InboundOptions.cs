using System.ComponentModel.DataAnnotations;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Inbound;

/// <summary>The IMAP mailbox that replies and bounces come to: section <c>Inbound</c>.</summary>
public sealed class InboundOptions
{
    /// <summary>Host name or address; empty while no mailbox is read, which is the default.</summary>
    public string? Host { get; set; }

    /// <summary>TCP port. Default 993.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 993;

    /// <summary>How the connection is encrypted. Default <see cref="RelaySecurity.Tls"/>; <see cref="RelaySecurity.None"/> is taken for loopback hosts only.</summary>
    public RelaySecurity Security { get; set; } = RelaySecurity.Tls;

    /// <summary>PEM file of the authority that signed the server's certificate, where the system's store does not know it.</summary>
    public string? CaFile { get; set; }

    /// <summary>Account name.</summary>
    public string? UserName { get; set; }

    /// <summary>Password; from the environment, or better from <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file whose content is the password. It goes before <see cref="Password"/>.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The folder that is read. Default <c>INBOX</c>.</summary>
    [Required]
    public string Folder { get; set; } = "INBOX";

    /// <summary>
    /// The folder beside it that messages are moved to once what follows from them is written; made where it is missing. Empty:
    /// they stay where they are, marked as seen. Default <c>Outreach</c>.
    /// </summary>
    public string? ReadFolder { get; set; } = "Outreach";

    /// <summary>
    /// The address that bounces come to, with a <c>*</c> where each message's token goes: <c>palautus+*@kunta.example</c>. All mail
    /// to such addresses must reach this mailbox. Empty, which is the default: bounces go to the sender's own address, and are read
    /// where that is this mailbox, but nothing proves whom they are about.
    /// </summary>
    public string? BounceAddress { get; set; }

    /// <summary>How often the mailbox is looked into where the server does not tell of new mail by itself (IDLE). Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the server may take to connect or to answer. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether replies from people are sent on to the Reply-To of the sender that they answer. Default false.</summary>
    public bool ForwardReplies { get; set; }

    /// <summary>How many mails of a person have to come back softly within <see cref="SoftBounceDays"/> for bulk mail to pause. Default 5.</summary>
    [Range(1, 1000)]
    public int SoftBounces { get; set; } = 5;

    /// <summary>The days within which soft bounces are counted. Default 30.</summary>
    [Range(1, 365)]
    public int SoftBounceDays { get; set; } = 30;

    /// <summary>The days that bulk mail to such a person then pauses. Default 30.</summary>
    [Range(1, 365)]
    public int PauseDays { get; set; } = 30;

    /// <summary>Whether a mailbox is read.</summary>
    internal bool IsOn => Host is not null;

    /// <summary>The name by which its messages are known: account, server and folder.</summary>
    internal string MailboxName => $"{UserName}@{Host}:{Port}/{Folder}";
}
