using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace DigiOne.Outreach.Mail;

/// <summary>Opens connections to one relay: TCP, TLS, AUTH.</summary>
internal sealed class SmtpDoor(string relay, RelayOptions options, TimeProvider clock)
{
    private readonly SmtpDoorProblem _problem = new(relay, options);

    /// <summary>Opens a connection, as the relay's options say.</summary>
    /// <returns>The wire and what the relay offers, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token said so.</exception>
    internal async Task<(SmtpWire? Wire, SmtpFeatures Features, SmtpReply? Problem)> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Security == RelaySecurity.None && !SmtpRelay.IsLoopback(options.Host))
            return (null, SmtpFeatures.None, _problem.InTheClear);

        var wire = new SmtpWire(clock, options.SendBuffer);
        try
        {
            var (features, problem) = await EnterAsync(wire, cancellationToken);
            if (problem is null)
                return (wire, features, null);

            wire.Dispose();
            return (null, features, problem);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && _problem.Of(failure) is not null)
        {
            wire.Dispose();
            return (null, SmtpFeatures.None, _problem.Of(failure));
        }
        catch (Exception)
        {
            wire.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private async Task<(SmtpFeatures Features, SmtpReply? Problem)> EnterAsync(SmtpWire wire, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static wire => ((SmtpWire)wire!).Abort(), wire);
        wire.LimitTo(options.Timeout);
        await wire.ConnectAsync(options.Host, options.Port);
        if (options.Security == RelaySecurity.Tls)
            await SecureAsync(wire);

        wire.LimitTo(options.Timeout);
        if (await wire.ReadAsync() >= 300)
            return (SmtpFeatures.None, _problem.ClosedDoor(wire.Reply));

        var (features, problem) = await GreetAsync(wire);
        if (problem is null && options.Security == RelaySecurity.StartTls)
            (features, problem) = await StartTlsAsync(wire, features);
        if (problem is null && !string.IsNullOrEmpty(options.UserName))
            problem = await SignInAsync(wire, features);

        wire.LimitTo(Timeout.InfiniteTimeSpan);
        return (features, problem);
    }

    private async Task<(SmtpFeatures Features, SmtpReply? Problem)> GreetAsync(SmtpWire wire)
    {
        if (wire.HasMore)
            throw new SmtpNonsenseException("The relay went on speaking after its greeting");

        wire.LimitTo(options.Timeout);
        var name = SmtpGreeting.NameOf(options, wire.LocalAddress);
        var code = await wire.AskAsync($"EHLO {name}");
        if (code is >= 500 and not 521 and not 554)
            return await wire.AskAsync($"HELO {name}") < 300 ? (SmtpFeatures.None, null) : (SmtpFeatures.None, _problem.ClosedDoor(wire.Reply));

        return code < 300 ? (SmtpFeatures.Parse(wire.ReplyLines), null) : (SmtpFeatures.None, _problem.ClosedDoor(wire.Reply));
    }

    private async Task<(SmtpFeatures Features, SmtpReply? Problem)> StartTlsAsync(SmtpWire wire, SmtpFeatures features)
    {
        if (!features.StartTls)
            return (features, _problem.NoStartTls);
        if (await wire.AskAsync("STARTTLS") >= 300)
            return (features, _problem.ClosedDoor(wire.Reply));

        await SecureAsync(wire);
        return await GreetAsync(wire);
    }

    private async Task SecureAsync(SmtpWire wire)
    {
        wire.LimitTo(options.Timeout);
        await wire.SecureAsync(new SslClientAuthenticationOptions
        {
            TargetHost = options.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // Read anew, so that a renewed authority counts from the next connection on.
            RemoteCertificateValidationCallback = RelayTrust.Load(options.CaFile).Validate,
            // An outage of the authority's revocation service must not stop the mail; other mail servers do not ask it either.
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        });
    }

    private async Task<SmtpReply?> SignInAsync(SmtpWire wire, SmtpFeatures features)
    {
        if (!SmtpLogin.IsPossible(features))
            return _problem.NoAuth;
        if (!wire.IsSecure && !SmtpRelay.IsLoopback(options.Host))
            return _problem.InTheClear;

        wire.LimitTo(options.Timeout);
        var account = new NetworkCredential(options.UserName, SmtpRelay.PasswordOf(options) ?? "");
        return await SmtpLogin.ExecuteAsync(wire, features, account) is { } refusal ? _problem.Account(refusal) : null;
    }
}
