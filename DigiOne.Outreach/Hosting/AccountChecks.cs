using System.Net;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

/// <summary>What holds for an account on a mail server, of either direction.</summary>
internal static class AccountChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(
        string path, string host, RelaySecurity security, string? userName, string? password, string? passwordFile)
    {
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown && host.Length > 0)
            yield return new($"{path}:Host", $"'{host}' is not a host", "give a host name or an address, without scheme and port");
        else if (security == RelaySecurity.None && !IsLoopback(host))
            yield return new($"{path}:Security", "None would send passwords and people's addresses in the clear", "give StartTls or Tls; None is for this machine only");

        if (userName is null && (password ?? passwordFile) is not null)
            yield return new($"{path}:UserName", "there is a password without an account", "give the account's name");
        else if (userName is not null && (password ?? passwordFile) is null)
            yield return new($"{path}:PasswordFile", "there is an account without a password", $"name a file that holds it, or set {ConfigurationSources.Variable($"{path}:Password")}");
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
