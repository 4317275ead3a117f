using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DigiOne.Outreach.Tests.Inbound;

/// <summary>A mailbox of a test's own behind the real Postfix and Dovecot: everything at its domain comes to it.</summary>
internal sealed class BackMailbox
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Its domain.</summary>
    internal string Domain { get; } = $"{Guid.CreateVersion7():N}.back.test";

    /// <summary>Sends through the real Postfix, and reads what comes back here.</summary>
    internal void Serve(Settings settings)
    {
        settings.SendThrough(TestServers.Smtp.Port);
        settings.Senders["digione"].Address = $"uutiskirje@{Domain}";
        var inbound = settings.Inbound;
        inbound.Host = TestServers.Imap.Host;
        inbound.Port = TestServers.Imap.Port;
        inbound.Security = RelaySecurity.None;
        inbound.UserName = $"posti@{Domain}";
        inbound.Password = TestServers.MailPassword;
        inbound.BounceAddress = $"paluu+*@{Domain}";
    }

    /// <summary>Sends a mail as anybody on the net does.</summary>
    internal static async Task SendAsync(string from, string to, string subject, string text, string? answers = null)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync(TestServers.Smtp.Host, TestServers.Smtp.Port, SecureSocketOptions.None, Token);
        using var message = new MimeMessage { Subject = subject, Body = new TextPart { Text = text } };
        message.From.Add(new MailboxAddress("Aino", from));
        message.To.Add(new MailboxAddress("", to));
        if (answers is not null)
            message.InReplyTo = answers;
        await smtp.SendAsync(message, Token);
        await smtp.DisconnectAsync(quit: true, Token);
    }

    /// <summary>How many messages lie in the inbox, and in the folder of those that are dealt with.</summary>
    internal async Task<(int Inbox, int Read)> CountAsync()
    {
        using var imap = new ImapClient();
        await imap.ConnectAsync(TestServers.Imap.Host, TestServers.Imap.Port, SecureSocketOptions.None, Token);
        await imap.AuthenticateAsync($"posti@{Domain}", TestServers.MailPassword, Token);
        await imap.Inbox!.StatusAsync(StatusItems.Count, Token);
        var read = 0;
        foreach (var folder in await imap.GetFolder(imap.PersonalNamespaces[0]).GetSubfoldersAsync(cancellationToken: Token))
            if (folder.Name == "Outreach")
            {
                await folder.StatusAsync(StatusItems.Count, Token);
                read = folder.Count;
            }

        var inbox = imap.Inbox.Count;
        await imap.DisconnectAsync(quit: true, Token);
        return (inbox, read);
    }
}
