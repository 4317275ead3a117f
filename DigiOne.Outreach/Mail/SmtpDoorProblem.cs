using System.Net.Sockets;
using System.Security.Cryptography;
using MailKit.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>Why a relay could not be opened, in words that name the setting to check.</summary>
internal sealed class SmtpDoorProblem(string relay, RelayOptions options)
{
    /// <summary>The relay is elsewhere, and its options say not to encrypt.</summary>
    internal SmtpReply InTheClear => SmtpReply.Silent(MailExplanations.InTheClear.Of(relay));

    /// <summary>TLS is wanted and not offered.</summary>
    internal SmtpReply NoStartTls => SmtpReply.Silent(MailExplanations.NoStartTls.Of(Place, relay));

    /// <summary>An account is configured, and no way to sign in is offered.</summary>
    internal SmtpReply NoAuth => SmtpReply.Silent(MailExplanations.NoAuth.Of(Place, relay));

    /// <summary>The relay turned us away before we signed in.</summary>
    internal SmtpReply ClosedDoor(SmtpReply refusal) => Said(MailExplanations.ClosedDoor.Of(Place, refusal.Text), refusal);

    /// <summary>The relay refused the account.</summary>
    internal SmtpReply Account(SmtpReply refusal) => Said(MailExplanations.AccountRefused.Of(Place, relay, refusal.Text), refusal);

    /// <summary>The problem that showed as an exception; null for a fault of ours, which shall be seen as one.</summary>
    internal SmtpReply? Of(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            SmtpReply.Silent(MailExplanations.HostUnknown.Of(options.Host, relay)),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            SmtpReply.Silent(MailExplanations.ConnectionRefused.Of(Place, relay)),
        SocketException socket => SmtpReply.Silent(MailExplanations.OutOfReach.Of(Place, Clause(socket))),
        TimeoutException => SmtpReply.Silent(MailExplanations.NoAnswer.Of(Place, Math.Round(options.Timeout.TotalSeconds))),
        System.Security.Authentication.AuthenticationException =>
            SmtpReply.Silent(MailExplanations.TlsFailed.Of(Place, options.Host, relay)),
        SaslException => SmtpReply.Silent(MailExplanations.AuthFailed.Of(Place, Clause(failure), relay)),
        SmtpNonsenseException => SmtpReply.Silent(MailExplanations.NoSmtp.Of(Place, Clause(failure), relay)),
        CryptographicException => SmtpReply.Silent(MailExplanations.CaFile.Of(relay, Clause(failure))),
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException =>
            SmtpReply.Silent(MailExplanations.RelayFile.Of(relay, Clause(failure))),
        IOException => SmtpReply.Silent(MailExplanations.ConnectionFailed.Of(Place, Clause(failure))),
        _ => null,
    };

    private string Place => $"{options.Host}:{options.Port}";

    // Some of their sentences have a full stop, some have none.
    private static string Clause(Exception failure) => failure.Message.TrimEnd('.');

    private static SmtpReply Said(string problem, SmtpReply refusal) => refusal with { Text = SmtpReply.Silent(problem).Text };
}
