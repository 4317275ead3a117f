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

    /// <summary>Account name.</summary>
    public string? UserName { get; set; }

    /// <summary>Password; from the environment, or better from <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file whose content is the password.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The folder that is read. Default <c>INBOX</c>.</summary>
    public string Folder { get; set; } = "INBOX";
}
