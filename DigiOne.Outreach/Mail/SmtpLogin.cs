using System.Globalization;
using System.Net;
using System.Text;
using MailKit.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>Signs in to a relay (RFC 4954).</summary>
internal static class SmtpLogin
{
    // Those first that do not show the password. Behind TLS, PLAIN is no weaker than CRAM-MD5 and better kept by servers.
    private static readonly string[] Preferred = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5"];

    // Each refusal counts where an account is locked after so many.
    private const int MostTries = 2;

    // A longer command is not to carry its first response (RFC 4954 4).
    private const int LongestInitialResponse = 480;

    // Each is work for us that the relay orders; the strictest advice for passwords is at some hundred thousand.
    private const int MostIterations = 1_000_000;

    /// <summary>Whether the relay offers a way that we know.</summary>
    internal static bool IsPossible(SmtpFeatures features) => Preferred.Intersect(features.Mechanisms).Any();

    /// <summary>Signs in by the best of the offered ways, or by the second best where the relay refuses that.</summary>
    /// <returns>The relay's refusal; null when it knows us.</returns>
    /// <exception cref="SaslException">The relay could not prove that it knows the account or left the protocol, or the account cannot be said.</exception>
    internal static async Task<SmtpReply?> ExecuteAsync(SmtpWire wire, SmtpFeatures features, NetworkCredential account)
    {
        SmtpReply? refusal = null;
        foreach (var name in Preferred.Intersect(features.Mechanisms).Take(MostTries))
        {
            // Some servers offer ways for which they keep no secret of this account: the next may do.
            var mechanism = SaslMechanism.Create(name, Encoding.UTF8, account)!;
            refusal = await ExchangeAsync(wire, mechanism);
            if (refusal is null or { IsTransient: true })
                break;
        }

        return refusal;
    }

    private static async Task<SmtpReply?> ExchangeAsync(SmtpWire wire, SaslMechanism mechanism)
    {
        var initial = mechanism.SupportsInitialResponse ? Said(Respond(mechanism, null)) : null;
        var saysAtOnce = initial is { Length: <= LongestInitialResponse };
        var code = await wire.AskAsync(saysAtOnce ? $"AUTH {mechanism.MechanismName} {initial}" : $"AUTH {mechanism.MechanismName}");
        if (code == 334 && initial is not null && !saysAtOnce)
            code = await wire.AskAsync(initial);

        while (code == 334)
            code = await wire.AskAsync(Respond(mechanism, ChallengeIn(wire)));

        if (code is >= 200 and < 300 && !mechanism.IsAuthenticated)
            throw new SaslException(mechanism.MechanismName, SaslErrorCode.MissingChallenge, "The relay let us in without having proved that it knows the account");

        return code >= 400 ? wire.Reply : null;
    }

    // The messages of what it throws may show what must not be shown.
    private static string Respond(SaslMechanism mechanism, string? challenge)
    {
        if (challenge is not null && mechanism.MechanismName.StartsWith("SCRAM", StringComparison.Ordinal) && IterationsIn(challenge) > MostIterations)
            throw new SaslException(mechanism.MechanismName, SaslErrorCode.ChallengeTooLong, $"The relay asks for more than {MostIterations} iterations");
        try
        {
            return mechanism.Challenge(challenge, CancellationToken.None);
        }
        catch (ArgumentException)
        {
            throw new SaslException(
                mechanism.MechanismName, SaslErrorCode.InvalidChallenge, "The user name or password holds a character that may not stand in one");
        }
        catch (Exception failure) when (failure is not SaslException)
        {
            throw new SaslException(mechanism.MechanismName, SaslErrorCode.InvalidChallenge, "The relay's challenge is none");
        }
    }

    // Of the server's first message (RFC 5802 5.1); its last has none.
    private static double IterationsIn(string challenge)
    {
        var message = new byte[challenge.Length];
        if (!Convert.TryFromBase64String(challenge, message, out var length))
            return 0;
        var iterations = Encoding.ASCII.GetString(message, 0, length).Split(',').FirstOrDefault(part => part.StartsWith("i=", StringComparison.Ordinal));
        return iterations is not null && double.TryParse(iterations.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static string Said(string response) => response.Length == 0 ? "=" : response;

    private static string ChallengeIn(SmtpWire wire) => Encoding.ASCII.GetString(wire.ReplyLines[3..]).Trim();
}
