using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Inbound;

namespace DigiOne.Outreach.Hosting;

internal static class InboundChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(InboundOptions inbound)
    {
        if (inbound.Host is null)
            return inbound.UserName is null ? [] : [new("Inbound:Host", "there is an account without a server", "give the IMAP server's host name")];

        var account = AccountChecks.Of("Inbound", inbound.Host, inbound.Security, inbound.UserName, inbound.Password, inbound.PasswordFile);
        return inbound.UserName is null && inbound.Password is null && inbound.PasswordFile is null
            ? [new("Inbound:UserName", "is missing", "give the mailbox's account"), .. account]
            : account;
    }
}
