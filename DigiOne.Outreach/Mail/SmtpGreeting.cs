using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Mail;

/// <summary>The name that we greet a relay with.</summary>
internal static class SmtpGreeting
{
    /// <summary>The configured name, this machine's full name, or its address: careful relays refuse a name without a dot (RFC 5321 4.1.1.1).</summary>
    internal static string NameOf(RelayOptions options, IPAddress own)
    {
        if (!string.IsNullOrWhiteSpace(options.HelloName))
            return Written(options.HelloName.Trim());

        return Dns.GetHostName() is var host && host.Contains('.', StringComparison.Ordinal) ? Written(host) : Literal(own);
    }

    private static string Written(string name)
        => IPAddress.TryParse(name, out var address) ? Literal(address)
            : WireAddress.TryGetAsciiDomain(name, out var ascii) ? ascii
            : HeaderText.Clean(name);

    // RFC 5321 4.1.3
    private static string Literal(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
}
