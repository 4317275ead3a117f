using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

internal static class InboundChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(InboundOptions inbound)
    {
        if (inbound.Host is null)
        {
            if (inbound.UserName is not null)
                yield return new("Inbound:Host", "there is an account without a server", "give the IMAP server's host name");
            yield break;
        }

        if (Uri.CheckHostName(inbound.Host) == UriHostNameType.Unknown)
            yield return new("Inbound:Host", $"'{inbound.Host}' is no host", "give a host name or an address, without scheme and port");
        else if (inbound.Security == RelaySecurity.None && !SmtpRelay.IsLoopback(inbound.Host))
            yield return new("Inbound:Security", "None would send the password in the clear", "give Tls or StartTls; None is for this machine only");

        if (inbound.UserName is null)
            yield return new("Inbound:UserName", "is missing", "give the mailbox's account");

        if (inbound.Password is null && inbound.PasswordFile is null)
            yield return new(
                "Inbound:PasswordFile", "there is no password",
                $"name a file that holds it, or set {ConfigurationSources.Variable("Inbound:Password")}")
            {
                RestsOn = ["Inbound:Password"],
            };
    }
}
