using System.Net.Sockets;
using System.Security.Cryptography;
using DigiOne.Outreach.Storage;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace DigiOne.Outreach.Inbound;

/// <summary>Why the mailbox is not read.</summary>
internal enum MailboxTrouble
{
    /// <summary>The server does not answer, or breaks off.</summary>
    Unreachable,

    /// <summary>It offers no encryption, or its certificate is not to be trusted.</summary>
    NotTrusted,

    /// <summary>It refuses the account or the password.</summary>
    Refused,

    /// <summary>There is no such folder, or it may not be used.</summary>
    NoFolder,

    /// <summary>What was read could not be written into the database.</summary>
    Database,

    /// <summary>Something else, which the log tells.</summary>
    Other,
}

/// <summary>Tells failures of a mailbox apart.</summary>
internal static class MailboxTroubles
{
    /// <summary>Which it is.</summary>
    internal static MailboxTrouble Of(Exception failure) => failure switch
    {
        AuthenticationException or SaslException => MailboxTrouble.Refused,
        // A server without STARTTLS is told so; that anything else is not supported would be a bug.
        SslHandshakeException or CryptographicException or NotSupportedException => MailboxTrouble.NotTrusted,
        FolderNotFoundException or ImapCommandException => MailboxTrouble.NoFolder,
        _ when DatabaseFailure.IsOfDatabase(failure) => MailboxTrouble.Database,
        ProtocolException or ServiceNotConnectedException or SocketException or IOException or TimeoutException or OperationCanceledException =>
            MailboxTrouble.Unreachable,
        _ => MailboxTrouble.Other,
    };
}
