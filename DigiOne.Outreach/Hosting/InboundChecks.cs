using System.Security.Cryptography;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

internal static class InboundChecks
{
    // RFC 5321 4.5.3.1.1.
    private const int LongestMailbox = 64;

    internal static IEnumerable<ConfigurationProblem> Of(InboundOptions inbound)
    {
        foreach (var problem in OfBounceAddress(inbound.BounceAddress))
            yield return problem;

        if (inbound.Host is null)
        {
            if (inbound.UserName is not null)
                yield return new("Inbound:Host", "there is an account without a server", "give the IMAP server's host name");
            if (inbound.BounceAddress is not null)
                yield return new("Inbound:Host", "there is an address for bounces, and no mailbox that is read", "give the IMAP server's host name");
            yield break;
        }

        if (Uri.CheckHostName(inbound.Host) == UriHostNameType.Unknown)
            yield return new("Inbound:Host", $"'{inbound.Host}' is no host", "give a host name or an address, without scheme and port");
        else if (inbound.Security == RelaySecurity.None && !SmtpRelay.IsLoopback(inbound.Host))
            yield return new("Inbound:Security", "None would send the password in the clear", "give Tls or StartTls; None is for this machine only");

        if (!string.IsNullOrEmpty(inbound.CaFile) && ProblemOf(() => RelayTrust.Load(inbound.CaFile)) is { } ca)
            yield return new("Inbound:CaFile", $"the file cannot be used: {ca}", "name a PEM file with the authority's certificate");

        if (inbound.UserName is null)
            yield return new("Inbound:UserName", "is missing", "give the mailbox's account");

        if (inbound.Password is null && inbound.PasswordFile is null)
            yield return new(
                "Inbound:PasswordFile", "there is no password",
                $"name a file that holds it, or set {ConfigurationSources.Variable("Inbound:Password")}")
            {
                RestsOn = ["Inbound:Password"],
            };

        if (string.Equals(inbound.ReadFolder, inbound.Folder, StringComparison.OrdinalIgnoreCase))
            yield return new("Inbound:ReadFolder", "is the folder that is read", "give another, or leave it empty");
    }

    private static IEnumerable<ConfigurationProblem> OfBounceAddress(string? pattern)
    {
        if (pattern is null)
            yield break;
        var right = "give an address with one * before the @, e.g. bounce+*@example.org";
        if (pattern.Count(letter => letter == '*') != 1 || pattern.IndexOf('*', StringComparison.Ordinal) > pattern.LastIndexOf('@'))
            yield return new("Inbound:BounceAddress", $"'{pattern}' has no place for the token", right);
        else if (!MailAddress.TryParse(pattern.Replace("*", "a", StringComparison.Ordinal), out _, out _) || WireAddress.NeedsSmtpUtf8(pattern))
            yield return new("Inbound:BounceAddress", $"'{pattern}' makes no address that every server takes", right);
        else if (pattern.LastIndexOf('@') - 1 + ReturnAddresses.LongestToken > LongestMailbox)
            yield return new(
                "Inbound:BounceAddress", $"before the @ it has more than {LongestMailbox - ReturnAddresses.LongestToken} letters beside the *",
                "make it shorter: a mailbox has 64 letters at most, and the token takes the others");
    }

    private static string? ProblemOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return failure.Message;
        }
    }
}
