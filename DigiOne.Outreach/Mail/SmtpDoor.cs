using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>Opens connections to one relay: TCP, TLS, AUTH.</summary>
internal sealed class SmtpDoor(string relay, RelayOptions options)
{
    private readonly Lazy<RelayTrust> _trust = new(() => RelayTrust.Load(options.CaFile));

    /// <summary>Opens the client, as the relay's options say.</summary>
    /// <returns>The socket underneath, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    internal async Task<(Socket? Socket, SmtpReply? Problem)> OpenAsync(SmtpClient client, SmtpConversation conversation, CancellationToken cancellationToken)
    {
        // A dual-mode socket of our own: MailKit's has Nagle on, and each message then waits for a delayed ACK.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await ConnectAsync(socket, cancellationToken);
            await GreetAsync(client, socket, cancellationToken);
            return (socket, null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ProblemOf(failure) is not null)
        {
            socket.Dispose();
            var problem = ProblemOf(failure)!;
            return (null, conversation.Refusal is { } refusal
                ? refusal with { Text = SmtpReply.Silent($"{problem} The relay said: {refusal.Text}").Text }
                : SmtpReply.Silent(problem));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ConnectAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        await socket.ConnectAsync(options.Host, options.Port, deadline.Token);
    }

    private async Task GreetAsync(SmtpClient client, Socket socket, CancellationToken cancellationToken)
    {
        if (IsInTheClear)
            throw new NotSupportedException("Mail leaves this machine encrypted only.");

        client.Timeout = (int)options.Timeout.TotalMilliseconds;
        client.ServerCertificateValidationCallback = _trust.Value.Validate;
        // An outage of the authority's revocation service must not stop the mail; other mail servers do not ask it either.
        client.CheckCertificateRevocation = false;
        client.LocalDomain = HelloNameOn(socket);
        await client.ConnectAsync(socket, options.Host, options.Port, Encryption, cancellationToken);
        if (!string.IsNullOrEmpty(options.UserName))
            await client.AuthenticateAsync(options.UserName, SmtpRelay.PasswordOf(options) ?? "", cancellationToken);

        // BDAT ends a message without the dot by which we know that it has left.
        client.Capabilities &= ~(SmtpCapabilities.Chunking | SmtpCapabilities.BinaryMime);
    }

    private SecureSocketOptions Encryption => options.Security switch
    {
        RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
        RelaySecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    // Careful relays refuse a name without a dot (RFC 5321 4.1.1.1); an address is put in brackets by MailKit.
    private string HelloNameOn(Socket socket)
    {
        if (!string.IsNullOrWhiteSpace(options.HelloName))
            return options.HelloName;
        if (Dns.GetHostName() is var host && host.Contains('.', StringComparison.Ordinal))
            return host;

        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private bool IsInTheClear => options.Security == RelaySecurity.None && !SmtpRelay.IsLoopback(options.Host);

    private string Place => $"{options.Host}:{options.Port}";

    // In the order in which they are met. Null: a fault of ours, which shall be seen as one.
    private string? ProblemOf(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            $"The name {options.Host} is not known. Check Relays:{relay}:Host and the machine's DNS.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            $"{Place} refuses connections. Check that the relay runs and that Relays:{relay}:Port is right.",
        SocketException socket => $"{Place} cannot be reached: {socket.Message}.",
        OperationCanceledException or TimeoutException => $"{Place} did not answer within {options.Timeout.TotalSeconds:0} s.",
        SslHandshakeException or System.Security.Authentication.AuthenticationException =>
            $"TLS with {Place} failed. Check that its certificate is valid and names {options.Host}, that Relays:{relay}:CaFile holds the authority "
            + $"that signed it, and that Relays:{relay}:Security fits the port.",
        SmtpCommandException => $"{Place} does not let us in.",
        AuthenticationException or SaslException => $"{Place} refuses the account. Check Relays:{relay}:UserName and its password.",
        NotSupportedException when IsInTheClear => $"Relays:{relay}:Security may be None for a loopback host only.",
        NotSupportedException when failure.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase) =>
            $"{Place} offers no AUTH that we know. Check Relays:{relay}:Security, or remove UserName.",
        NotSupportedException => $"{Place} does not offer STARTTLS. Check Relays:{relay}:Port, or set Relays:{relay}:Security to Tls.",
        ProtocolException => $"{Place} does not speak SMTP as we know it. Check Relays:{relay}:Port and Security.",
        CryptographicException => $"Relays:{relay}:CaFile cannot be used: {failure.Message}",
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException => $"A file of Relays:{relay} cannot be read: {failure.Message}",
        IOException => $"The connection to {Place} failed: {failure.Message}",
        _ => null,
    };
}
