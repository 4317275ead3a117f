using System.Net.Sockets;
using System.Security.Cryptography;
using MailKit.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>Why a relay could not be opened, in words that name the setting to check.</summary>
internal sealed class SmtpDoorProblem(string relay, RelayOptions options)
{
    /// <summary>The relay is elsewhere, and its options say not to encrypt.</summary>
    internal SmtpReply InTheClear => SmtpReply.Silent($"Relays:{relay}:Security may be None for a loopback host only.");

    /// <summary>TLS is wanted and not offered.</summary>
    internal SmtpReply NoStartTls => SmtpReply.Silent($"{Place} does not offer STARTTLS. Check Relays:{relay}:Port, or set Relays:{relay}:Security to Tls.");

    /// <summary>An account is configured, and no way to sign in is offered.</summary>
    internal SmtpReply NoAuth => SmtpReply.Silent($"{Place} offers no AUTH that we know. Check Relays:{relay}:Security, or remove UserName.");

    /// <summary>The relay turned us away before we signed in.</summary>
    internal SmtpReply ClosedDoor(SmtpReply refusal) => Said($"{Place} does not let us in.", refusal);

    /// <summary>The relay refused the account.</summary>
    internal SmtpReply Account(SmtpReply refusal) => Said($"{Place} refuses the account. Check Relays:{relay}:UserName and its password.", refusal);

    /// <summary>The problem that showed as an exception; null for a fault of ours, which shall be seen as one.</summary>
    internal SmtpReply? Of(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            SmtpReply.Silent($"The name {options.Host} is not known. Check Relays:{relay}:Host and the machine's DNS."),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            SmtpReply.Silent($"{Place} refuses connections. Check that the relay runs and that Relays:{relay}:Port is right."),
        SocketException socket => SmtpReply.Silent($"{Place} cannot be reached: {Clause(socket)}."),
        TimeoutException => SmtpReply.Silent($"{Place} did not answer within {options.Timeout.TotalSeconds:0} s."),
        System.Security.Authentication.AuthenticationException => SmtpReply.Silent(
            $"TLS with {Place} failed. Check that its certificate is valid and names {options.Host}, that Relays:{relay}:CaFile holds the authority "
            + $"that signed it, and that Relays:{relay}:Security fits the port."),
        SaslException => SmtpReply.Silent($"{Place} and we do not understand each other in AUTH: {Clause(failure)}. Check Relays:{relay}:UserName and its password."),
        SmtpNonsenseException => SmtpReply.Silent($"{Place} does not speak SMTP as we know it: {Clause(failure)}. Check Relays:{relay}:Port and Security."),
        CryptographicException => SmtpReply.Silent($"Relays:{relay}:CaFile cannot be used: {failure.Message}"),
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException =>
            SmtpReply.Silent($"A file of Relays:{relay} cannot be read: {failure.Message}"),
        IOException => SmtpReply.Silent($"The connection to {Place} failed: {Clause(failure)}."),
        _ => null,
    };

    private string Place => $"{options.Host}:{options.Port}";

    // Some of their sentences have a full stop, some have none.
    private static string Clause(Exception failure) => failure.Message.TrimEnd('.');

    private static SmtpReply Said(string problem, SmtpReply refusal) => refusal with { Text = SmtpReply.Silent($"{problem} The relay said: {refusal.Text}").Text };
}
